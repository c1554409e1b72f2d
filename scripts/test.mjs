/** `npm test`: sets up what is missing, then format, lint, types and every test. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { printError, step } from './lib/console.mjs';
import { root, run, runInherited } from './lib/process.mjs';
import { readVitestReport } from './lib/vitestReport.mjs';
import { ensureBrowser } from './setup/browser.mjs';
import { ensureCodeServer } from './setup/codeServer.mjs';
import { ensureNode24 } from './setup/node24.mjs';
import { ensureNodeModules } from './setup/nodeModules.mjs';
import { ensureTfjsNode } from './setup/tfjsNode.mjs';

const reportFile = path.join(root, 'out', 'vitest.json');
const programs = {
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  eslint: 'node_modules/eslint/bin/eslint.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
};

const counts = { passed: 0, failed: 0 };

try {
  await setUp();
  await Promise.all([
    check(ensureNode24),
    check(ensureTfjsNode),
    check(tool('Format (prettier)', 'prettier', ['--check', '.'])),
    check(tool('Lint (eslint)', 'eslint', ['.'])),
    check(tool('Types (tsc)', 'tsc', ['-p', '.'])),
  ]);
  await test();
} catch (error) {
  printError(error);
  counts.failed += 1;
}
process.exitCode = counts.failed === 0 ? 0 : 1;
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);

async function setUp() {
  await ensureNodeModules();
  await ensureBrowser();
  await ensureCodeServer();
  await step('Building', () => run(process.execPath, ['esbuild.mjs']));
}

/** One check counts as one in the closing line; the next ones run all the same. */
async function check(work) {
  try {
    await work();
    counts.passed += 1;
  } catch (error) {
    printError(error);
    counts.failed += 1;
  }
}

function tool(title, name, args) {
  return () => step(title, () => runTool(run, name, args));
}

async function test() {
  rmSync(reportFile, { force: true });
  console.log('> Tests (vitest) ...');
  const status = await runTool(runInherited, 'vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ]);
  const { passed, failed } = readVitestReport(reportFile);
  counts.passed += passed;
  counts.failed += failed;
  if (status !== 0 && failed === 0) counts.failed += 1;
}

function runTool(runner, tool, args) {
  return runner(process.execPath, [programs[tool], ...args]);
}
