import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readVitestReport } from '../../../scripts/lib/vitestReport.mjs';

/** A report as vitest writes it, with the parts that count. */
async function count(
  files: Readonly<Record<string, readonly string[]>>,
  failedFiles: readonly string[] = [],
): Promise<{ passed: number; failed: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mtl-lab-report-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'vitest.json');
  const testResults = Object.entries(files).map(([name, statuses]) => ({
    name: path.resolve(name),
    status: failedFiles.includes(name) || statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status) => ({ status })),
  }));
  await writeFile(file, JSON.stringify({ testResults }));
  return readVitestReport(file);
}

const allButVsCode = {
  'test/unit/a.test.ts': ['passed', 'passed'],
  'test/process/b.test.ts': ['passed'],
  'test/e2e/d.test.ts': ['passed'],
};
const every = { ...allButVsCode, 'test/vscode/c.test.ts': ['passed'] };

test('counts tests of every level', async () => {
  expect(await count(every)).toEqual({ passed: 5, failed: 0 });
});

test('a failed or skipped test is a failure', async () => {
  const files = { ...every, 'test/unit/e.test.ts': ['failed', 'skipped', 'todo', 'passed'] };
  expect(await count(files)).toEqual({ passed: 6, failed: 3 });
});

test('a file that could not be loaded is a failure', async () => {
  const files = { ...every, 'test/unit/broken.test.ts': [] };
  expect(await count(files, ['test/unit/broken.test.ts'])).toEqual({ passed: 5, failed: 1 });
});

test('a level of which no test passed is a failure', async () => {
  expect(await count(allButVsCode)).toEqual({ passed: 4, failed: 1 });
  expect(await count({ ...allButVsCode, 'test/vscode/c.test.ts': ['skipped'] })).toEqual({
    passed: 4,
    failed: 2,
  });
});

test('no report is an error', () => {
  expect(() => readVitestReport('/nowhere/vitest.json')).toThrow('without a report');
});
