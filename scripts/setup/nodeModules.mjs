import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ScriptError, step } from '../lib/console.mjs';
import { npm, root } from '../lib/process.mjs';

/** Installs the packages of package-lock.json unless they are there. */
export async function ensureNodeModules() {
  if (isInstalled()) return;
  await step('Installing packages (npm ci)', () =>
    npm(['ci'], {
      what: 'npm ci',
      hint: 'check the network connection to the npm registry, then run the same command again',
    }),
  );
}

/** npm records what it installed in node_modules: it has to be what the lock file asks for. */
function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const present = readPackages('node_modules/.package-lock.json');
  if (!wanted)
    throw new ScriptError('package-lock.json is missing', { hint: 'restore it from git' });
  if (!present) return false;
  return Object.entries(wanted).every(
    ([folder, { version, optional }]) =>
      folder === '' ||
      optional === true ||
      (present[folder]?.version === version && existsSync(path.join(root, folder))),
  );
}

/** @returns {Record<string, { version?: string, optional?: boolean }> | undefined} */
function readPackages(file) {
  const lockFile = path.join(root, file);
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : undefined;
}
