import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readColumns } from '../../../../src/engine/data/readColumns';
import { openTable } from '../../../../src/engine/data/tableFile';
import { folderWith } from './support';

describe('a column read both ways', () => {
  // 5000 rows: `many` has 5000 different numbers but for two cells, `few` has seven.
  const cells = Array.from({ length: 5000 }, (_, row) => ({
    many: row === 100 ? '' : row === 4000 ? 'oops' : String(row / 8),
    few: row === 200 ? '' : row % 7 === 3 ? 'three' : String(row % 7),
    name: `name ${row}`,
  }));
  const rows = cells.map(({ many, few, name }) => `${many},${few},${name}`);
  const text = `many,few,name\n${rows.join('\n')}\n`;
  const read = async () => {
    const table = await openTable(join(folderWith({ 't.csv': text }), 't.csv'));
    const requests = table.columns.map((column) => ({ column, as: 'either' as const }));
    return readColumns(table, requests, { missing: [''] });
  };

  test('has its numbers, whether they are many or few', async () => {
    const columns = await read();
    for (const name of ['many', 'few'] as const) {
      const numbers = columns.number(name);
      expect(Array.from(cells, (_, row) => numbers.at(row))).toEqual(
        cells.map((cell) => (cell[name] === '' ? Number.NaN : Number(cell[name]))),
      );
      expect(numbers).toMatchObject({ rows: 5000, missing: 1 });
    }
    expect(columns.number('many').invalidCount).toBe(1);
    expect([...columns.number('many').invalid.values()]).toEqual([{ text: 'oops', row: 4000 }]);
    expect(columns.number('few').invalidCount).toBe(cells.filter((c) => c.few === 'three').length);
    expect([...columns.number('few').invalid.values()]).toEqual([{ text: 'three', row: 3 }]);
    expect(columns.number('name').invalidCount).toBe(5000);
  });

  test('has its categories while they are few', async () => {
    const columns = await read();
    const few = columns.category('few');
    expect(few).toMatchObject({ isOverfull: false, missing: 1 });
    expect(few.texts).toEqual(['0', '1', '2', 'three', '4', '5', '6']);
    expect(Array.from(few.codes, (code) => few.texts[code] ?? '')).toEqual(
      cells.map((cell) => cell.few),
    );
    expect(columns.category('many')).toMatchObject({ isOverfull: true, missing: 1 });
    expect(columns.category('name')).toMatchObject({ isOverfull: true, missing: 0 });
  });
});
