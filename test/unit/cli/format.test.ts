import { expect, test } from 'vitest';
import { formatMetric, formatSeconds, formatTable } from '../../../src/cli/format';

test.each([
  [0.86123, '0.8612'],
  [-12.5, '-12.5000'],
  [123.456, '123.46'],
  [4209.04, '4209.0'],
  [NaN, 'NaN'],
  [undefined, '–'],
])('the metric %s reads %s', (value, text) => {
  expect(formatMetric(value)).toBe(text);
});

test.each([
  [0.044, '0.04 s'],
  [3.21, '3.2 s'],
  [12.4, '12 s'],
  [59.7, '1 min 0 s'],
  [125, '2 min 5 s'],
  [7500, '2 h 5 min'],
])('%s seconds read %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test('a table is aligned under its titles', () => {
  const columns = [
    { title: 'task', align: 'left' },
    { title: 'auc', align: 'right' },
    { title: 'note', align: 'left' },
  ] as const;
  expect(
    formatTable(columns, [
      ['income', '0.9', ''],
      ['x', '10.25', 'best'],
    ]),
  ).toBe(['task      auc  note', 'income    0.9', 'x       10.25  best', ''].join('\n'));
});
