import { describe, expect, it } from 'vitest';
import { bucketSize, decimate } from '../../../../webview/charts/decimate';

const ascending = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, index) => index + 1);

describe('decimate', () => {
  it('keeps every point of a short line; what is not finite is a gap', () => {
    const { x, y, gaps } = decimate(ascending(3), [Float64Array.of(1, Number.NaN, 3)], 10);
    expect(x).toEqual([1, 2, 3]);
    expect(y).toEqual([[1, null, 3]]);
    expect(gaps).toEqual([[2]]);
  });

  it('keeps every peak of a long line, in the order of the steps', () => {
    const values = new Float64Array(100_000).fill(1);
    values[12_345] = 50;
    values[12_346] = -50;
    const { x, y } = decimate(ascending(values.length), [values], 2000);
    const [column = []] = y;
    expect(x.length).toBeLessThanOrEqual(2000);
    expect(column).toHaveLength(x.length);
    const peak = column.indexOf(50);
    const dip = column.indexOf(-50);
    expect(peak).toBeGreaterThan(0);
    expect(dip).toBeGreaterThan(peak);
    expect(Math.abs((x[peak] ?? 0) - 12_346)).toBeLessThan(200);
  });

  it('has ascending positions, one for each value, whatever the length', () => {
    for (const count of [2001, 2049, 4097, 5001]) {
      const { x, y } = decimate(ascending(count), [ascending(count)], 2000);
      expect(y[0]).toHaveLength(x.length);
      expect(x.every((value, index) => index === 0 || value > (x[index - 1] ?? 0))).toBe(true);
    }
  });

  it('marks a bucket with a value that is not finite, and is a gap only where all are', () => {
    const values = ascending(4096);
    values[10] = Number.NaN;
    values.fill(Number.NaN, 2048, 3072);
    const { x, y, gaps } = decimate(ascending(4096), [values], 1024);
    expect(gaps[0]?.[0]).toBe(9);
    expect(y[0]?.[x.indexOf(9)]).toBe(9);
    expect(y[0]?.[x.indexOf(2049)]).toBeNull();
  });

  it('cuts a growing line at the same places until it has twice as many points', () => {
    expect(bucketSize(5000, 2000)).toBe(bucketSize(8000, 2000));
    expect(bucketSize(8001, 2000)).toBe(2 * bucketSize(8000, 2000));
  });
});
