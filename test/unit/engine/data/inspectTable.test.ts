import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectTable } from '../../../../src/engine/data/inspectTable';
import { folderWith, reportOf } from './support';

async function inspect(text: string): ReturnType<typeof inspectTable> {
  return inspectTable(join(folderWith({ 't.csv': text }), 't.csv'));
}

test('every column is told apart, with the task it could be', async () => {
  const rows = Array.from({ length: 60 }, (_, row) =>
    [
      row, // counts the rows
      `user-${row}`,
      'v1',
      (row * 1.5).toFixed(1),
      row % 5 === 0 ? '' : row % 2,
      ['yes', 'no', 'no'][row % 3],
      ['cat', 'dog', 'dog'][row % 3],
      1 + (row % 5),
      ['a', 'b', 'c'][row % 3],
      row === 7 ? '?' : (row * row) % 101,
    ].join(','),
  );
  const { rows: count, columns } = await inspect(
    `id,user,version,size,flag,paid,pet,stars,group,load\n${rows.join('\n')}\n`,
  );
  expect(count).toBe(60);
  expect(
    columns.map(({ name, type, missing, distinct, task, positive }) => [
      name,
      type,
      missing,
      distinct,
      task,
      positive,
    ]),
  ).toEqual([
    ['id', 'identifier', 0, 60, undefined, undefined],
    ['user', 'identifier', 0, 60, undefined, undefined],
    ['version', 'constant', 0, 1, undefined, undefined],
    ['size', 'number', 0, 60, 'regression', undefined],
    ['flag', 'number', 12, 2, 'binary', undefined],
    ['paid', 'category', 0, 2, 'binary', undefined],
    ['pet', 'category', 0, 2, 'binary', 'cat'],
    ['stars', 'number', 0, 5, 'multiclass', undefined],
    ['group', 'category', 0, 3, 'multiclass', undefined],
    [
      'load',
      'number',
      1,
      new Set(Array.from({ length: 60 }, (_, r) => (r === 7 ? -1 : (r * r) % 101))).size - 1,
      'regression',
      undefined,
    ],
  ]);
  expect(columns[6]?.examples).toEqual(['cat', 'dog']);
  expect(columns[3]?.examples).toEqual(['0.0', '1.5', '3.0']);
});

test('the penguins are inspected as a person would describe them', async () => {
  const { rows, columns } = await inspectTable('samples/penguins/penguins.csv');
  expect(rows).toBe(344);
  expect(
    columns.map(({ name, task, missing, positive }) => [name, task, missing, positive]),
  ).toEqual([
    ['species', 'multiclass', 0, undefined],
    ['island', 'multiclass', 0, undefined],
    ['bill_length_mm', 'regression', 2, undefined],
    ['bill_depth_mm', 'regression', 2, undefined],
    ['flipper_length_mm', 'regression', 2, undefined],
    ['body_mass_g', 'regression', 2, undefined],
    ['sex', 'binary', 11, 'female'],
    ['year', 'multiclass', 0, undefined],
  ]);
});

test('a table without rows is an error', async () => {
  expect(await reportOf(inspect('a,b\n'))).toMatchObject({ kind: 'data', code: 'no-rows' });
});
