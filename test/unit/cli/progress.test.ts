import { expect, test } from 'vitest';
import { epochLine, progressBar } from '../../../src/cli/progress';
import { ProgressState } from '../../../src/cli/progressState';
import { resultTable } from '../../../src/cli/resultTable';
import type { EpochEvent, StepEvent } from '../../../src/shared/events';
import { exampleRun } from '../runs/exampleRun';

function step(number: number, epoch: number, loss: number): StepEvent {
  return { type: 'step', step: number, epoch, loss: { income: loss }, weight: { income: 1 } };
}

/** 3 epochs of 1,000 rows in batches of 256: 12 steps. */
const run = exampleRun({ rows: { train: 1000, validation: 15, test: 15 } });

test('the bar shows epoch, speed, time left and the mean loss of the epoch', () => {
  const state = new ProgressState(run);
  state.add([step(1, 0, 9), step(2, 0, 9), step(3, 0, 9), step(4, 0, 9)], 1000);
  expect(progressBar(state, 80)).toBe('epoch 1/3 ━━━━━━━───────────── income 9.000');
  state.add([step(5, 1, 0.5), step(6, 1, 0.25)], 2000);
  expect(progressBar(state, 80)).toBe(
    'epoch 2/3 ━━━━━━━━━━────────── 2 steps/s · 3\u00a0s left · income 0.375',
  );
  expect(progressBar(state, 40)).toHaveLength(39);
});

test('the speed is that of the last seconds', () => {
  const state = new ProgressState(run);
  state.add([step(1, 0, 1)], 0);
  state.add([step(2, 0, 1)], 10_000);
  state.add([step(3, 0, 1)], 10_500);
  expect(state.stepsPerSecond).toBe(2);
});

test('an epoch reads in one line', () => {
  const event: EpochEvent = {
    type: 'epoch',
    epoch: 1,
    train: { income: { loss: 0.5, auc: 0.8 } },
    learningRate: 0.1,
    seconds: 0.42,
  };
  const validation = { income: { loss: 0.6, auc: 0.75 } };
  expect(epochLine({ ...event, validation }, 3)).toBe(
    'epoch 2/3 · income: loss 0.500, validation loss 0.600, auc 0.750 · 0.42\u00a0s',
  );
  expect(epochLine(event, 3)).toBe('epoch 2/3 · income: loss 0.500, auc 0.800 · 0.42\u00a0s');
});

test('the results name the epoch that was kept, counted from 1', () => {
  const summary = {
    bestEpoch: 2,
    epochs: 3,
    steps: 12,
    seconds: 1,
    best: { income: { loss: 0.31234, auc: 0.9 } },
    test: { income: { loss: 0.33, auc: NaN } },
  };
  expect(resultTable({ ...run, summary })).toBe(
    [
      'task    metric  validation (epoch 3)    test',
      'income  loss                  0.3123  0.3300',
      '        AUC                   0.9000     NaN',
      '',
    ].join('\n'),
  );
});

test('models of one task follow, each epoch in a line', () => {
  const state = new ProgressState(run);
  const event = { type: 'baseline', task: 'income', seconds: 1 } as const;
  state.add([step(12, 2, 9), { ...event, epoch: 0, metrics: { loss: 0.5, auc: 0.8 } }], 1000);
  expect(progressBar(state, 80)).toBe('income alone · epoch 1/3 · loss 0.500, auc 0.800');
});
