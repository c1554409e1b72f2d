/**
 * `npm run package`: builds the extension as a .vsix for this platform.
 * `npm run package -- --target NAME`: for another one, with VS Code's name for it.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printError, step } from './lib/console.mjs';
import { root, run } from './lib/process.mjs';
import { ensureNodeModules } from './setup/nodeModules.mjs';

try {
  await main();
} catch (error) {
  printError(error);
  process.exitCode = 1;
}

async function main() {
  await ensureNodeModules();
  // Only now: these need the packages.
  const { createPackage, thisTarget } = await import('./lib/vsix.mjs');
  const { values } = parseArgs({ options: { target: { type: 'string', default: thisTarget } } });
  await step('Building', () => run(process.execPath, ['esbuild.mjs']));
  const file = await step(`Packing for ${values.target}`, () => createPackage(values.target));
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  const name = path.relative(root, file);
  console.log(`\n${name}: ${megabytes} MB\nInstall it with: code --install-extension ${name}`);
}
