import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { comparisonText } from '../../../src/cli/comparisonText';
import { resultTable } from '../../../src/cli/resultTable';
import { compare } from '../../../src/shared/comparison';
import { encodeEvent } from '../../../src/shared/events';
import type { RunInfo } from '../../../src/shared/run';
import { shownRun } from '../webview/support/shownRun';

const summary: NonNullable<RunInfo['summary']> = {
  epochs: 3,
  steps: 9,
  seconds: 4,
  best: { income: { auc: 0.9, accuracy: 0.8, loss: 0.3 }, married: { auc: 0.7, loss: 0.5 } },
  comparison: compare(
    'validation',
    {
      metrics: { income: { auc: 0.9, accuracy: 0.8 }, married: { auc: 0.7 } },
      seconds: 2,
      parameters: 9,
    },
    {
      income: { metrics: { auc: 0.8, accuracy: 0.8 }, seconds: 1, parameters: 8 },
      married: { metrics: { auc: 0.8 }, seconds: 2, parameters: 8 },
    },
  ),
};

test('the result has a column for the change from one model a task', () => {
  const { run } = shownRun({ run: { status: 'completed', summary } });
  const cells = resultTable(run)
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(cells.map((row) => row.at(-1)).slice(0, 6)).toEqual([
    'vs single',
    '–',
    '+12.5\u00a0%',
    '0.0\u00a0%',
    '–',
    '−12.5\u00a0%',
  ]);
});

test('the report under it knows the weights of every step in the run’s directory', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'mtl-lab-report-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const events = [1, 2].map((step) =>
    encodeEvent({
      type: 'step',
      step,
      epoch: 0,
      loss: { income: 1, married: 1 },
      weight: { income: 1 / step, married: 1 },
    }),
  );
  await writeFile(path.join(directory, 'metrics.jsonl'), `${events.join('\n')}\n`);
  const { run } = shownRun({ run: { status: 'completed', summary } });
  const text = await comparisonText(run, directory);
  expect(text).toContain('Does sharing train faster? Yes. One model for all tasks took 2.0\u00a0s');
  expect(text).toContain('dynamically? Yes. The weights change: income from 1.000 to 0.500');
  expect(await comparisonText(shownRun().run, directory)).toBe('');
});
