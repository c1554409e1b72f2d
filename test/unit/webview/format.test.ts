import { describe, expect, it } from 'vitest';
import { formatSpeed, formatTick } from '../../../webview/format';

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

describe('speeds', () => {
  it.each([
    [0.8512, '0.85'],
    [62.4, '62'],
    [4832.1, '4,832'],
  ])('%d is %s', (value, text) => {
    expect(formatSpeed(value)).toBe(text);
  });
});
