import { describe, expect, it } from 'vitest';
import { drawnWeight, smooth } from '../../../../webview/charts/smoothing';

describe('smooth', () => {
  it('is the debiased moving average', () => {
    const [first, second, third] = smooth(Float64Array.of(1, 2, 4), 0.5);
    expect(first).toBeCloseTo(1, 12);
    expect(second).toBeCloseTo((0.25 * 1 + 0.5 * 2) / 0.75, 12);
    expect(third).toBeCloseTo((0.125 * 1 + 0.25 * 2 + 0.5 * 4) / 0.875, 12);
  });

  it('leaves a constant line where it is, from its first point', () => {
    for (const value of smooth(Float64Array.of(3, 3, 3, 3), 0.99)) expect(value).toBeCloseTo(3, 10);
  });

  it('changes nothing with weight 0', () => {
    expect([...smooth(Float64Array.of(1, 5, 2), 0)]).toEqual([1, 5, 2]);
  });

  it('is not poisoned by values that are not finite', () => {
    const clean = smooth(Float64Array.of(1, 2, 4), 0.6);
    const broken = smooth(Float64Array.of(Number.NaN, 1, Infinity, 2, Number.NaN, 4), 0.6);
    expect([broken[1], broken[3], broken[5]]).toEqual([...clean]);
    expect([broken[0], broken[2], broken[4]]).toEqual([Number.NaN, Infinity, Number.NaN]);
  });
});

describe('drawnWeight', () => {
  it('is the weight itself for a line with a point a pixel or less', () => {
    expect(drawnWeight(0.6, 200)).toBe(0.6);
  });

  it('averages over the same part of the axis in a longer line', () => {
    const reach = (count: number): number => Math.log(0.5) / Math.log(drawnWeight(0.6, count));
    expect(reach(100_000) / reach(10_000)).toBeCloseTo(10, 6);
  });

  it('stays off in a long line', () => {
    expect(drawnWeight(0, 100_000)).toBe(0);
  });
});
