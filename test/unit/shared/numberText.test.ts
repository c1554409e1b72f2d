import { describe, expect, it } from 'vitest';
import {
  counted,
  formatChange,
  formatDuration,
  formatShare,
  formatSigned,
  formatTimeLeft,
  formatValue,
} from '../../../src/shared/numberText';

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

  it('can have more digits', () => {
    expect([0.86123, 123.456, 0.0003].map((value) => formatValue(value, 4))).toEqual([
      '0.8612',
      '123.46',
      '0.0003',
    ]);
  });
});

describe('durations', () => {
  it.each([
    [0.044, '0.04 s'],
    [3.21, '3.2 s'],
    [12.3, '12 s'],
    [59.7, '1 min 0 s'],
    [250, '4 min 10 s'],
    [7500, '2 h 5 min'],
  ])('%d seconds are %s, which no line breaks', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text.replaceAll(' ', '\u00a0'));
  });

  it('leave tenths out of an estimate', () => {
    expect(formatTimeLeft(6.6)).toBe('7\u00a0s');
  });
});

describe('counts', () => {
  it('agree with their noun', () => {
    expect([1, 2, 12345].map((count) => counted(count, 'step', 'steps'))).toEqual([
      '1 step',
      '2 steps',
      '12,345 steps',
    ]);
  });
});

describe('values whose sign counts', () => {
  it.each([
    [0.214, '+0.21'],
    [-0.214, '−0.21'],
    [0, '0.00'],
    [-0.001, '0.00'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [Number.NaN, '–'],
  ])('%d is %s', (value, text) => {
    expect(formatSigned(value, 2)).toBe(text);
  });

  it('are changes and shares in percent, kept with their sign on one line', () => {
    expect([0.004, -0.12, 0].map((value) => formatChange(value))).toEqual([
      '+0.4\u00a0%',
      '−12.0\u00a0%',
      '0.0\u00a0%',
    ]);
    expect([0.384, Number.NaN].map(formatShare)).toEqual(['38\u00a0%', '–']);
  });
});
