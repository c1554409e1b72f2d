import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ScriptError } from './console.mjs';
import { root } from './process.mjs';

const levels = ['unit', 'process', 'vscode', 'e2e'];

/**
 * Counts what vitest's JSON report says. What did not run did not pass: a skipped test, a file that
 * could not be loaded and a level without a passed test are failures.
 * @param {string} file
 * @returns {{ passed: number, failed: number }}
 */
export function readVitestReport(file) {
  if (!existsSync(file))
    throw new ScriptError('vitest ended without a report', { hint: 'see its output above' });
  /** @type {{ name: string, status: string, assertionResults: { status: string }[] }[]} */
  const files = JSON.parse(readFileSync(file, 'utf8')).testResults;
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const notLoaded = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every(({ status }) => status === 'passed'),
  );
  const empty = levels.filter((level) => !files.some((each) => hasPassed(each, level)));
  for (const { name } of notLoaded) console.error(`Failed outside a test: ${name}`);
  for (const level of empty) console.error(`No test passed in test/${level}`);
  return { passed, failed: tests.length - passed + notLoaded.length + empty.length };
}

function hasPassed({ name, assertionResults }, level) {
  const [top, folder] = path.relative(root, name).split(path.sep);
  const isOfLevel = top === 'test' && folder === level;
  return isOfLevel && assertionResults.some(({ status }) => status === 'passed');
}
