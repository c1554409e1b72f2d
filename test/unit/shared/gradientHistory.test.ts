import { describe, expect, it } from 'vitest';
import type { GradientsEvent } from '../../../src/shared/events';
import { GradientHistory } from '../../../src/shared/gradientHistory';

const tasks = ['income', 'married', 'age'];

const record = (step: number, ab: number, rest: Partial<GradientsEvent> = {}): GradientsEvent => ({
  type: 'gradients',
  step,
  epoch: Math.floor(step / 10),
  norm: { income: step, married: 2 * step, age: 1 },
  cosine: [
    [1, ab, 0.5],
    [ab, 1, Number.NaN],
    [0.5, Number.NaN, 1],
  ],
  ...rest,
});

function historyOf(...records: readonly GradientsEvent[]): GradientHistory {
  const history = new GradientHistory(tasks);
  for (const each of records) history.add(each);
  return history;
}

describe('GradientHistory', () => {
  it('gives back each record', () => {
    const history = historyOf(record(1, -0.25), record(26, 0.75));
    expect([...history.step.values]).toEqual([1, 26]);
    expect([...history.epoch.values]).toEqual([0, 2]);
    expect([...history.norm('married').values]).toEqual([2, 52]);
    expect([...history.cosine(1, 0).values]).toEqual([-0.25, 0.75]);
    expect(history.cosineMatrix(0)).toEqual(record(1, -0.25).cosine);
    expect(history.cosineMatrix(1)).toEqual(record(26, 0.75).cosine);
  });

  it('knows in which part of the records two tasks are in conflict, of those with a cosine', () => {
    const history = historyOf(record(1, -0.1), record(2, 0), record(3, 0.2), record(4, Number.NaN));
    expect(history.conflictShare(0, 1)).toBeCloseTo(1 / 3);
    expect(history.conflictShare(1, 0)).toBeCloseTo(1 / 3);
    expect(history.conflictShare(0, 2)).toBe(0);
    expect(history.conflictShare(1, 2)).toBeNaN();
  });

  it('averages affinities over the records that have them', () => {
    const affinity = (value: number): readonly (readonly number[])[] => [
      [0.5, value, 0],
      [-value, 0.5, 0],
      [0, 0, 0.5],
    ];
    expect(historyOf(record(1, 0)).affinity()).toBeUndefined();
    const history = historyOf(
      record(1, 0, { affinity: affinity(0.25) }),
      record(2, 0),
      record(3, 0, { affinity: affinity(Number.NaN) }),
      record(4, 0, { affinity: affinity(0.75) }),
    );
    expect(history.affinity()).toEqual({ mean: affinity(0.5), records: 2 });
  });
});
