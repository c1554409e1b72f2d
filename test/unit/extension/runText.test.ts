import { expect, test } from 'vitest';
import { formatMetric, formatSeconds, formatStart } from '../../../src/extension/runText';

test.each([
  [0.8934, '0.893'],
  [-0.02, '-0.020'],
  [312.34, '312.3'],
  [NaN, '–'],
  [undefined, '–'],
])('the metric %s reads %s', (value, text) => expect(formatMetric(value)).toBe(text));

test.each([
  [0.04, '0.0 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.6, '1 min 0 s'],
  [250, '4 min 10 s'],
  [7500, '2 h 5 min'],
])('%s seconds read %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));

test('the start has a date only when that is another day', () => {
  const now = new Date(2026, 4, 17, 18, 0);
  const today = formatStart({ start: new Date(2026, 4, 17, 9, 5).toISOString() }, now);
  const before = formatStart({ start: new Date(2026, 4, 16, 9, 5).toISOString() }, now);
  expect(before).toContain('16');
  expect(before.endsWith(today)).toBe(true);
  expect(today).not.toContain('17');
});
