import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { ScriptError } from './console.mjs';
import { bundledFiles, thirdPartyNotices } from './notices.mjs';
import { root } from './process.mjs';

const noticesFile = 'THIRD_PARTY_NOTICES.txt';

/**
 * The engine's library by system; on Windows, those for GPUs beside it are larger than the rest of
 * the extension and loaded only by programs that ask for a GPU.
 */
const libraries = {
  linux: 'libonnxruntime.so.1',
  darwin: 'libonnxruntime.1.dylib',
  win32: 'onnxruntime.dll',
};

/** The platforms that the engine has a library for, by VS Code's names. */
export const targets = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];

/** This machine's platform by VS Code's name, which need not be one of {@link targets}. */
export const thisTarget = `${process.platform}-${process.arch}`;

/**
 * The engine's native files for a platform, relative to the repository.
 * @param {string} target
 * @returns {readonly string[]}
 * @throws {ScriptError} when there is no engine for it
 */
export function engineFiles(target) {
  const [platform, arch] = target.split('-');
  const folder = `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}`;
  const files = ['onnxruntime_binding.node', libraries[platform]].map(
    (file) => `${folder}/${file}`,
  );
  for (const file of files)
    if (!existsSync(path.join(root, file)))
      throw new ScriptError(`There is no engine for ${target}: ${file} is missing.`, {
        hint: `--target is one of ${targets.join(', ')}; npm ci repairs node_modules`,
      });
  return files;
}

/**
 * Packs what is built.
 * @param {string} target
 * @returns {Promise<string>} the path of the .vsix
 * @throws {ScriptError} when there is no engine for the platform
 */
export async function createPackage(target) {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const packagePath = path.join(root, `${name}-${target}-${version}.vsix`);
  writeFileSync(path.join(root, noticesFile), thirdPartyNotices(bundledFiles()));
  await createVSIX({
    cwd: root,
    target,
    packagePath,
    ignoreFile: allowList(target),
    // The documents that the README leads to are in the package.
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

/** `.vscodeignore`, where files can only be let in, with what one platform needs let in. */
function allowList(target) {
  const shared = readFileSync(path.join(root, '.vscodeignore'), 'utf8');
  const natives = engineFiles(target);
  const file = path.join(root, 'out', `${target}.vscodeignore`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, shared + natives.map((native) => `!${native}\n`).join(''));
  return file;
}
