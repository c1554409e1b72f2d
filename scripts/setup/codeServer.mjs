import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from '../lib/console.mjs';
import { npm, root } from '../lib/process.mjs';

/**
 * VS Code 1.100, the oldest version that the extension supports, as a server. Its native modules
 * are replaced by versions that bring binaries (or need none), so that no compiler is needed.
 */
const manifest = {
  private: true,
  dependencies: { 'code-server': '4.100.3' },
  overrides: { argon2: '0.41.1' },
};
const workbenchPackages = ['@vscode/ripgrep@1.18.0', 'node-pty@1.2.0-beta.15'];
const logWriter = fileURLToPath(new URL('spdlog.mjs', import.meta.url));

const folder = path.join(root, '.cache', 'code-server');
const recordFile = path.join(folder, 'installed.json');
const recipe = JSON.stringify({ manifest, workbenchPackages });

/** Installs code-server into `.cache` unless it is there. @returns {Promise<string>} its entry */
export async function ensureCodeServer() {
  const entry = path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  if (!isInstalled()) await step('Installing VS Code as a server (code-server from npm)', install);
  return entry;
}

/** The record is written last: without it an installation is not complete. */
function isInstalled() {
  return existsSync(recordFile) && readFileSync(recordFile, 'utf8') === recipe;
}

async function install() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const options = {
    what: 'Installing code-server',
    hint: 'check the network connection to the npm registry, then run the same command again',
  };
  const flags = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'];
  await npm(['install', ...flags], { ...options, cwd: folder });

  const workbench = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await npm(['install', ...flags], { ...options, cwd: workbench });
  await npm(['install', '--no-save', ...flags, ...workbenchPackages], {
    ...options,
    cwd: workbench,
  });
  const modules = path.join(workbench, 'node_modules');
  replaceLogWriter(path.join(modules, '@vscode', 'spdlog'));
  symlinkSync(modules, `${modules}.asar`, 'junction');
  writeFileSync(recordFile, recipe);
}

function replaceLogWriter(spdlog) {
  cpSync(logWriter, path.join(spdlog, 'index.mjs'));
  const packageFile = path.join(spdlog, 'package.json');
  const { name, version } = JSON.parse(readFileSync(packageFile, 'utf8'));
  writeFileSync(packageFile, JSON.stringify({ name, version, type: 'module', main: 'index.mjs' }));
}
