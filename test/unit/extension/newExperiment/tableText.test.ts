import { expect, test } from 'vitest';
import { tableName, targetItems } from '../../../../src/extension/newExperiment/tableText';
import type { ColumnSummary, TableSummary } from '../../../../src/shared/scaffold';

function table(...columns: ColumnSummary[]): TableSummary {
  return { file: '/data/penguins.csv', rows: 344, isWhole: true, columns };
}
const id: ColumnSummary = {
  name: 'id',
  type: 'identifier',
  missing: 0,
  distinct: 344,
  examples: ['N1'],
};

test('columns that can be predicted are offered with their task and what is missing', () => {
  const species = { ...id, name: 'species', type: 'category', distinct: 3 } as const;
  const sex = { ...id, name: 'sex', type: 'category', missing: 11, distinct: 2 } as const;
  const items = targetItems(
    table(id, { ...species, task: 'multiclass' }, { ...sex, task: 'binary', examples: ['f', 'm'] }),
  );
  expect(items).toEqual([
    {
      label: 'species',
      description: 'multiclass · 3 classes',
      detail: 'N1',
      target: { column: 'species', type: 'multiclass' },
    },
    {
      label: 'sex',
      description: 'binary · 11 of 344 labels missing',
      detail: 'f, m',
      target: { column: 'sex', type: 'binary' },
    },
  ]);
});

test('a table without any such column is an error that says what a target is', () => {
  expect(() => targetItems(table(id))).toThrow('no column that could be predicted');
});

test.each([
  ['/data/penguins.csv', 'penguins'],
  ['C:\\data\\My table (2).tsv.gz', 'My table -2-'],
  ['/data/企鹅.jsonl', '企鹅'],
])('an experiment on %s is called %s', (file, name) => expect(tableName(file)).toBe(name));
