import { describe, expect, it } from 'vitest';
import type { EpochEvent, StepEvent } from '../../../src/shared/events';
import { RunHistory, runProgress } from '../../../src/shared/runHistory';
import { shownRun } from '../webview/support/shownRun';

const step = (number: number, epoch: number, income: number): StepEvent => ({
  type: 'step',
  step: number,
  epoch,
  loss: { income, married: 2 * income },
  weight: { income: 1, married: 0.5 },
});

const epoch = (number: number, auc: number, seconds = 1): EpochEvent => ({
  type: 'epoch',
  epoch: number,
  train: { income: { loss: 0.5, auc: 0.99 }, married: { loss: 0.4 } },
  validation: { income: { loss: 0.6 - number / 10, auc }, married: { loss: Number.NaN } },
  learningRate: 0.001,
  seconds,
});

describe('RunHistory', () => {
  it('keeps every step of each task', () => {
    const history = new RunHistory(['income', 'married'], [step(1, 0, 0.7), step(2, 0, 0.6)]);
    expect([...history.step.values]).toEqual([1, 2]);
    expect([...history.loss('married').values]).toEqual([1.4, 1.2]);
    expect([...history.weight('married').values]).toEqual([0.5, 0.5]);
  });

  it('keeps the place of a loss that a step does not have', () => {
    const history = new RunHistory(['income', 'sex'], [step(1, 0, 0.7)]);
    expect([...history.loss('sex').values]).toEqual([Number.NaN]);
  });

  it('knows the last and the best value on the validation part, by the metric’s direction', () => {
    const history = new RunHistory(
      ['income', 'married'],
      [epoch(0, 0.8), epoch(1, 0.9), epoch(2, 0.85)],
    );
    expect(history.last('income', 'auc')).toEqual({ value: 0.85, epoch: 2 });
    expect(history.best('income', 'auc')).toEqual({ value: 0.9, epoch: 1 });
    expect(history.best('income', 'loss')?.epoch).toBe(2);
  });

  it('takes the first of equally good epochs and never NaN as the best', () => {
    const history = new RunHistory(
      ['income', 'married'],
      [epoch(0, Number.NaN), epoch(1, 0.9), epoch(2, 0.9), epoch(3, Number.NaN)],
    );
    expect(history.best('income', 'auc')).toEqual({ value: 0.9, epoch: 1 });
    expect(history.last('income', 'auc')).toEqual({ value: Number.NaN, epoch: 3 });
    expect(history.best('married', 'loss')).toBeUndefined();
  });

  it('takes training values where there is no validation part', () => {
    const { validation, ...withoutValidation } = epoch(0, 0.8);
    expect(validation).toBeDefined();
    const history = new RunHistory(['income', 'married'], [withoutValidation]);
    expect(history.last('income', 'auc')).toEqual({ value: 0.99, epoch: 0 });
  });

  it('knows at which step each epoch ended, and the test metrics', () => {
    const history = new RunHistory(['income', 'married']);
    expect(history.test).toBeUndefined();
    for (const event of [step(1, 0, 1), step(2, 0, 1), epoch(0, 0.8), step(3, 1, 1), epoch(1, 0.8)])
      history.add(event);
    history.add({ type: 'test', metrics: { income: { auc: 0.87 } } });
    expect([...history.epochEnd.values]).toEqual([2, 3]);
    expect(history.test).toEqual({ income: { auc: 0.87 } });
  });
});

describe('runProgress', () => {
  const { run } = shownRun({
    rows: { train: 65, validation: 0, test: 0 },
    epochs: 4,
    batchSize: 32,
  });

  it('shows no number that was not measured', () => {
    expect(runProgress(run, new RunHistory(['income']))).toEqual({ epochs: 4, done: 0 });
  });

  it('has no speed before the first epoch ends', () => {
    const history = new RunHistory(['income'], [step(1, 0, 1)]);
    expect(runProgress(run, history)).toEqual({ epochs: 4, epoch: 1, done: 1 / 12 });
  });

  it('takes the speed from the median epoch, so that a slow first one does not count', () => {
    const events = [0, 1, 2].flatMap((number) => [
      ...[1, 2, 3].map((each) => step(3 * number + each, number, 1)),
      epoch(number, 0.8, number === 0 ? 60 : 1.5),
    ]);
    const progress = runProgress(run, new RunHistory(['income'], events));
    expect(progress.epoch).toBe(3);
    expect(progress.stepsPerSecond).toBe(2);
    expect(progress.rowsPerSecond).toBeCloseTo(65 / 1.5);
    expect(progress.secondsLeft).toBeCloseTo(1.5);
  });
});
