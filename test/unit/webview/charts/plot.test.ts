import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../../../src/shared/events';
import { RunHistory } from '../../../../src/shared/runHistory';
import { lossPlot, metricPlot } from '../../../../webview/charts/plot';

/** Two epochs of three steps; the validation loss of the first epoch is NaN. */
function history(): RunHistory {
  const events: TrainingEvent[] = [];
  for (let step = 1; step <= 6; step++) {
    const epoch = step <= 3 ? 0 : 1;
    const loss = { income: 1 / step, married: 2 / step };
    events.push({ type: 'step', step, epoch, loss, weight: { income: 1, married: 1 } });
    if (step % 3 !== 0) continue;
    events.push({
      type: 'epoch',
      epoch,
      train: { income: { loss: 0.4, auc: 0.8 }, married: { loss: 0.3 } },
      validation: {
        income: { loss: epoch === 0 ? Number.NaN : 0.6, auc: 0.7 + epoch / 10 },
        married: { loss: 0.5 },
      },
      learningRate: 0.001,
      seconds: 1,
    });
  }
  return new RunHistory(['income', 'married'], events);
}

describe('the plot of the losses', () => {
  it('has a training point a step and a validation point at the end of an epoch', () => {
    const { x, y, gaps, range } = lossPlot(history(), 'step', 0, true);
    expect(x).toEqual([1, 2, 3, 4, 5, 6]);
    expect(y).toHaveLength(6);
    expect(y[0]).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 6]);
    expect(y[5]).toEqual([undefined, undefined, 0.5, undefined, undefined, 0.5]);
    expect(y[4]?.[5]).toBe(0.6);
    expect(y[4]?.slice(0, 5).every((value) => value === null || value === undefined)).toBe(true);
    expect(gaps).toEqual([[], [], [], [], [3], []]);
    expect(range[0]).toBe(0);
  });

  it('has a point an epoch on the axis of epochs, counted from 1', () => {
    const { x, y, range } = lossPlot(history(), 'epoch', 0, true);
    expect(x).toEqual([1, 2]);
    expect(y).toEqual([
      [0.4, 0.4],
      [0.3, 0.3],
      [0.4, 0.4],
      [0.3, 0.3],
      [null, 0.6],
      [0.5, 0.5],
    ]);
    expect(range).toEqual([1, 2]);
  });

  it('draws the smoothed training loss beside the measured one', () => {
    const { y, raw, smoothed } = lossPlot(history(), 'step', 0.6, true);
    expect(y[0]?.[1]).toBe(0.5);
    expect(y[2]?.[1]).toBeCloseTo((0.24 * 1 + 0.4 * 0.5) / (1 - 0.36), 12);
    expect([raw[0]?.length, smoothed[0]?.length]).toEqual([6, 6]);
  });

  it('has no validation line without a validation part, and no points before the first step', () => {
    expect(lossPlot(history(), 'step', 0, false).y.slice(4).flat()).toEqual(
      Array.from({ length: 12 }, () => undefined),
    );
    expect(lossPlot(new RunHistory(['income']), 'step', 0.6, true).x).toEqual([]);
  });
});

describe('the plot of a metric', () => {
  it('has training and validation at the end of each epoch', () => {
    const { x, y } = metricPlot(history(), 'step', 'income', 'auc', true);
    expect(x).toEqual([3, 6]);
    expect(y[0]).toEqual([0.8, 0.8]);
    expect(y[1]?.[1]).toBeCloseTo(0.8);
  });
});
