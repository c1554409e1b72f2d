import { expect, test } from 'vitest';
import { columnDetail, columnMarkdown } from '../../../../src/extension/editor/columnText';
import { tableOf } from './exampleTable';

test('a column of numbers tells its range, one of categories its most frequent values', () => {
  const table = tableOf({
    age: { type: 'number', missing: 7, numbers: { minimum: 17, mean: 38.62, maximum: 90 } },
    town: {
      type: 'category',
      distinct: 2,
      top: [
        { text: 'A|B *x*', rows: 11 },
        { text: 'http://c', rows: 3 },
      ],
    },
  });
  const [age, town] = table.columns;
  expect(columnDetail(age!)).toBe('number · 7 missing');
  expect(columnDetail(town!)).toBe('category · 2 values');
  expect(columnMarkdown(age!, table)).toBe(
    [
      '**age** · number',
      '14 different values in 14 rows, 7 missing (50\u00a0%)',
      'minimum 17 · mean 38.620 · maximum 90',
    ].join('\n\n'),
  );
  expect(columnMarkdown(town!, table)).toContain('| A\\|B \\*x\\* | 11 | 79\u00a0% |');
  expect(columnMarkdown(town!, table)).toContain('| http\\://c | 3 |');
  expect(columnMarkdown(town!, { ...table, isWhole: false })).toContain('in the first 14 rows');
});
