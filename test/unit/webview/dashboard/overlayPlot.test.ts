import { describe, expect, it, test } from 'vitest';
import type { TrainingEvent } from '../../../../src/shared/events';
import { SeriesBuilder, type RunSeries } from '../../../../src/shared/runSeries';
import { pointLimit } from '../../../../webview/charts/plot';
import { assignStyles, trainingLoss } from '../../../../webview/dashboard/dashboardState';
import { alongEpochs, overlayLine } from '../../../../webview/dashboard/overlayLine';
import { meanLine } from '../../../../webview/dashboard/meanLine';
import { fullRange, overlayPlot, smoothedLine } from '../../../../webview/dashboard/overlayPlot';

/** Two epochs of two steps, which took 3 and 5 seconds. */
function series(): RunSeries {
  const builder = new SeriesBuilder(['income']);
  const add = (event: TrainingEvent) => builder.add(event, JSON.stringify(event));
  for (const step of [1, 2, 3, 4]) {
    const epoch = step > 2 ? 1 : 0;
    add({ type: 'step', step, epoch, loss: { income: 1 / step }, weight: { income: 1 } });
    if (step % 2 === 1) continue;
    const metrics = (auc: number) => ({ income: { loss: 1 - auc, auc } });
    add({
      type: 'epoch',
      epoch,
      train: metrics(0.9),
      validation: metrics(0.6 + epoch / 10),
      learningRate: 0.1,
      seconds: epoch === 0 ? 3 : 5,
    });
  }
  return builder.build();
}

describe('a line of a run', () => {
  it.each([
    ['step', [2, 4]],
    ['epoch', [1, 2]],
    ['time', [3, 8]],
  ] as const)('has a validation metric over %s', (axis, x) => {
    const line = overlayLine(series(), 'income', 'auc', axis)!;
    expect([...line.x]).toEqual(x);
    expect([...line.y]).toEqual([0.6, 0.7]);
  });

  it.each([
    ['step', [1, 2, 3, 4]],
    ['epoch', [0.5, 1, 1.5, 2]],
    ['time', [1.5, 3, 5.5, 8]],
  ] as const)('has the training loss of every step over %s', (axis, x) => {
    const line = overlayLine(series(), 'income', trainingLoss, axis)!;
    expect([...line.x]).toEqual(x);
    expect([...line.y]).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
  });

  it('is not there without the task or the metric', () => {
    expect(overlayLine(series(), 'married', 'auc', 'step')).toBeUndefined();
    expect(overlayLine(series(), 'income', 'f1', 'step')).toBeUndefined();
  });
});

describe('the mean of runs that differ by seed', () => {
  const of = (...y: number[]) => ({
    x: Float64Array.from(y, (_, index) => index + 1),
    number: Float64Array.from(y, (_, index) => index + 1),
    y: Float64Array.of(...y),
  });

  it('has the sample deviation at each epoch, and goes as far as any of them', () => {
    const { x, y, deviation } = meanLine([of(1, 2), of(3, 6, 9), of(5, 10, 13)]);
    expect([...x]).toEqual([1, 2, 3]);
    expect([...y]).toEqual([3, 6, 11]);
    // Of 1, 3, 5; of 2, 6, 10; of 9 and 13.
    expect([...deviation]).toEqual([2, 4, Math.sqrt(8)]);
  });

  it('has no deviation where one run alone has come', () => {
    expect([...meanLine([of(1), of(3, 4)]).deviation]).toEqual([Math.SQRT2, Number.NaN]);
  });

  it('is at the mean time, and never goes back', () => {
    const [slow, fast] = [of(1, 1), of(1, 1, 1)];
    const lines = [
      { ...slow, x: Float64Array.of(10, 20) },
      { ...fast, x: Float64Array.of(2, 4, 6) },
    ];
    expect([...meanLine(lines).x]).toEqual([6, 12, 12]);
  });

  it('is drawn with the edges of its band after all lines', () => {
    const mean = smoothedLine(meanLine([of(1, 2), of(3, 6)]), 0);
    const single = smoothedLine(of(7, 8), 0);
    const plot = overlayPlot([single, mean], [1, 2], 'epoch');
    expect(plot.y.slice(0, 4)).toEqual([
      [7, 8],
      [2, 4],
      [7, 8],
      [2, 4],
    ]);
    const [low, high] = plot.y.slice(4);
    expect(low?.[0]).toBeCloseTo(2 - Math.SQRT2, 12);
    expect(high?.[0]).toBeCloseTo(2 + Math.SQRT2, 12);
    expect(plot.y).toHaveLength(6);
    expect(plot.gaps).toHaveLength(6);
  });
});

test('an epoch that goes on is as long as the last one', () => {
  const ends = Float64Array.of(10, 20);
  const seconds = Float64Array.of(2, 5);
  expect([...alongEpochs(Float64Array.of(5, 10, 15, 20, 25), ends, seconds)]).toEqual([
    1, 2, 3.5, 5, 6.5,
  ]);
  expect(alongEpochs(Float64Array.of(1), new Float64Array(), new Float64Array())).toHaveLength(0);
});

describe('a plot of a million points', () => {
  const count = 1_000_000;
  const x = Float64Array.from({ length: count }, (_, index) => index);
  const spike = 654_321;
  const y = x.map((value) => (value === spike ? 1000 : Math.sin(value / 1e5)));
  const line = { x, y, smoothed: y, number: x };
  const full = fullRange([line])!;

  it('draws few, and still its spike', () => {
    const plot = overlayPlot([line], full, 'step');
    expect(plot.x.length).toBeLessThanOrEqual(pointLimit);
    expect(Math.max(...plot.y[0]!.map((value) => value ?? 0))).toBe(1000);
  });

  it('draws every point when it is zoomed in', () => {
    const plot = overlayPlot([line], [spike - 100, spike + 100], 'step');
    const at = plot.x.indexOf(spike);
    expect(plot.x.slice(at - 2, at + 3)).toEqual([-2, -1, 0, 1, 2].map((by) => spike + by));
    expect(plot.y[0]!.slice(at - 1, at + 2)).toEqual([y[spike - 1], 1000, y[spike + 1]]);
  });

  it('reaches over the edges of the part that is shown', () => {
    const plot = overlayPlot([line], [10.5, 20.5], 'step');
    expect(plot.x[0]).toBeLessThanOrEqual(10);
    expect(plot.x.at(-1)).toBeGreaterThanOrEqual(21);
    expect(plot.range).toEqual([10.5, 20.5]);
  });
});

test('runs of different lengths share an axis, and a run that has not come yet draws nothing', () => {
  const short = { x: Float64Array.of(1, 2), y: Float64Array.of(5, 6) };
  const long = { x: Float64Array.of(1, 2, 3), y: Float64Array.of(7, Number.NaN, 9) };
  const lines = [short, long].map((each) => ({ ...each, smoothed: each.y, number: each.x }));
  const plot = overlayPlot([...lines, undefined], [1, 3], 'epoch');
  expect(plot.x).toEqual([1, 2, 3]);
  expect(plot.y[0]?.slice(0, 2)).toEqual([5, 6]);
  expect(plot.y[1]).toEqual([7, null, 9]);
  expect(plot.gaps[4]).toEqual([2]);
  expect(plot.y).toHaveLength(6);
});

test('a run keeps its style, and a new one takes the first that is free', () => {
  const both = assignStyles([], ['a', 'b']);
  expect(both).toEqual(['a', 'b']);
  const without = assignStyles(both, ['b']);
  expect(assignStyles(without, ['b', 'a'])).toEqual(['a', 'b']);
  expect(assignStyles(without, ['b', 'c'])).toEqual(['c', 'b']);
});
