import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { ScriptError } from './console.mjs';
import { root, run } from './process.mjs';

/** What bundles own models is esbuild: its part in JavaScript, the same on every platform. */
const library = [
  'node_modules/esbuild/package.json',
  'node_modules/esbuild/LICENSE.md',
  'node_modules/esbuild/lib/main.js',
];

/**
 * The files of the bundler for a platform, relative to the repository. npm installs the program of
 * this machine's platform only, so that of another one is fetched.
 * @param {string} target
 * @returns {Promise<readonly string[]>}
 * @throws {ScriptError} when it cannot be fetched
 */
export async function bundlerFiles(target) {
  const folder = `node_modules/@esbuild/${target}`;
  const program = target.startsWith('win32') ? 'esbuild.exe' : 'bin/esbuild';
  if (!existsSync(path.join(root, folder, program))) await fetchProgram(target, folder);
  return [...library, `${folder}/package.json`, `${folder}/${program}`];
}

/**
 * Fetches what package-lock.json names, as npm would have on that platform.
 * @param {string} target
 * @param {string} folder where it goes, relative to the repository
 */
export async function fetchProgram(target, folder) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const name = `@esbuild/${target}`;
  const { version, integrity } = packages[`node_modules/${name}`];
  const hint = 'It is fetched from the registry of npm; packing for this machine needs no network.';
  const out = path.join(root, 'out');
  mkdirSync(out, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await run(npm, ['pack', `${name}@${version}`, '--pack-destination', out], { hint });
  const archive = path.join(out, `esbuild-${target}-${version}.tgz`);
  const digest = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (integrity !== `sha512-${digest}`)
    throw new ScriptError(`${name}@${version} is not the one in package-lock.json.`, { hint });
  const to = path.join(root, folder);
  mkdirSync(to, { recursive: true });
  await run('tar', ['-xzf', archive, '-C', to, '--strip-components=1']);
  rmSync(archive);
}
