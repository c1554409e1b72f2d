import { expect, test } from 'vitest';
import { runInHost } from '../support/inHost';
import { copySample } from '../support/samples';

const sample = await copySample('adult');
const report = await runInHost({
  entryPoint: 'test/vscode/suite/index.ts',
  folder: sample.folder,
  patience: 240_000,
}).finally(sample.remove);

test('the suite in the extension host has cases', () => {
  expect(report).not.toEqual([]);
});

for (const { name, error } of report)
  test(name, () => {
    expect(error).toBeUndefined();
  });
