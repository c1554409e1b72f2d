import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatSpeed,
  formatTick,
  formatTimeLeft,
  formatValue,
} from '../../../webview/format';

describe('values', () => {
  it.each([
    [0.8934, '0.893'],
    [0.5, '0.500'],
    [-0.25, '-0.250'],
    [0, '0.000'],
    [314.1592, '314.2'],
    [5234.2, '5,234.2'],
    [0.000041, '4.1e-5'],
    [1.2e8, '1.2e+8'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '∞'],
    [undefined, '–'],
  ])('%d is %s', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });
});

describe('axis ticks', () => {
  it.each([
    [0.05, '0.05'],
    [1200, '1,200'],
    [20_000, '20K'],
    [0.00001, '1e-5'],
    [0, '0'],
  ])('%d is %s', (value, text) => {
    expect(formatTick(value)).toBe(text);
  });
});

describe('durations', () => {
  it.each([
    [3.21, '3.2 s'],
    [12.3, '12 s'],
    [59.7, '1 min 0 s'],
    [250, '4 min 10 s'],
    [7500, '2 h 5 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('leaves tenths out of an estimate', () => {
    expect(formatTimeLeft(6.6)).toBe('7 s');
  });
});

describe('speeds', () => {
  it.each([
    [0.8512, '0.85'],
    [62.4, '62'],
    [4832.1, '4,832'],
  ])('%d is %s', (value, text) => {
    expect(formatSpeed(value)).toBe(text);
  });
});
