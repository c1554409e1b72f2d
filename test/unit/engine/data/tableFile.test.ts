import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTable, type Cell } from '../../../../src/engine/data/tableFile';
import { Random } from '../../../../src/shared/random';
import { folderWith, positionOf, reportOf } from './support';

async function readAll(
  name: string,
  text: string,
): Promise<{ columns: readonly string[]; rows: Cell[][] }> {
  const table = await openTable(join(folderWith({ [name]: text }), name));
  const rows: Cell[][] = [];
  await table.read((cells) => rows.push([...cells]));
  return { columns: table.columns, rows };
}

/** Cells that are hard to write: separators, quotes, line ends, spaces inside, other alphabets. */
function randomCells(random: Random, rows: number, columns: number): string[][] {
  const alphabet = ['a', 'b', ' ', ',', ';', '"', '\n', '\r\n', '\t', 'ä', '漢', '🐧', '0', '.'];
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => {
      const letters = Array.from(
        { length: random.integer(6) },
        () => alphabet[random.integer(14)]!,
      );
      return letters.join('');
    }),
  );
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('CSV', () => {
  test.each([
    ['table.csv', ',', '\n'],
    ['table.csv', ',', '\r\n'],
    ['table.csv', ';', '\n'],
    ['table.tsv', '\t', '\n'],
    ['table.csv.gz', ',', '\n'],
  ])(
    '%s with %j between cells and %j after rows gives back what was written',
    async (name, separator, end) => {
      for (let seed = 0; seed < 20; seed++) {
        const cells = randomCells(new Random(seed), 12, 3);
        const text = [['one', 'two', 'three'], ...cells.map((row) => row.map(quoted))]
          .map((row) => row.join(separator))
          .join(end);
        expect(await readAll(name, text)).toEqual({
          columns: ['one', 'two', 'three'],
          rows: cells,
        });
      }
    },
  );

  test('spaces around cells, a byte order mark, blank lines and a last line end are no data', async () => {
    const text = '\uFEFFage , city\n 39, "New, York" \n\n50,Oslo\n\n';
    expect(await readAll('t.csv', text)).toEqual({
      columns: ['age', 'city'],
      rows: [
        ['39', 'New, York'],
        ['50', 'Oslo'],
      ],
    });
  });

  test('a row of empty cells is a row', async () => {
    expect((await readAll('t.csv', 'a,b\n,\n1,2\n')).rows).toEqual([
      ['', ''],
      ['1', '2'],
    ]);
  });

  test('a column without a name is called after its position', async () => {
    expect((await readAll('t.csv', ',age\n0,39\n')).columns).toEqual(['column 1', 'age']);
  });

  test('a cell is found behind quoted line ends, blank lines and quoted separators', async () => {
    const text = 'a,b,c\n1,"x\ny, ""z""",here\n\r\n\n2,"q, r",  there\n';
    const table = await openTable(join(folderWith({ 't.csv': text }), 't.csv'));
    expect(await table.locate(0, 'c')).toMatchObject(positionOf(text, 'here'));
    expect(await table.locate(1, 'c')).toMatchObject(positionOf(text, 'there'));
    expect(await table.locate(1, 'a')).toMatchObject(positionOf(text, '2,"q'));
  });

  test.each([
    ['a,b\n1,2\n3\n', 'wrong-cell-count', 'This row has 1 cells; the header has 2.', 3],
    ['a,b\n"1\n1",2\n3,4,5\n', 'wrong-cell-count', 'This row has 3 cells; the header has 2.', 4],
    ['a,b\n1,2\n3,"4\n5,6\n', 'malformed-csv', 'A double quote in this row is never closed.', 3],
    [
      'a,b\n1,2\n3,4"4\n',
      'malformed-csv',
      'A double quote in this row stands where none may be.',
      3,
    ],
    ['a,b\n1,"2"2\n', 'malformed-csv', 'A double quote in this row stands where none may be.', 2],
  ])('%j is an error at its row', async (text, code, message, line) => {
    expect(await reportOf(readAll('t.csv', text))).toMatchObject({
      kind: 'data',
      code,
      message,
      location: { line, column: 1 },
    });
  });

  test('a malformed row is found behind many good ones', async () => {
    const text = `a,b\n${'1,"x\ny"\n'.repeat(5000)}3,4"4\n1,2\n`;
    expect(await reportOf(readAll('t.csv', text))).toMatchObject({
      code: 'malformed-csv',
      location: positionOf(text, '3,4"4'),
    });
  });

  test.each([
    ['', 'empty-table', 'The table is empty.'],
    ['a,b,a\n1,2,3\n', 'repeated-column', "Two columns are named 'a'."],
  ])('%j has no usable header', async (text, code, message) => {
    expect(await reportOf(readAll('t.csv', text))).toMatchObject({ kind: 'data', code, message });
  });
});

describe('JSON Lines', () => {
  test.each(['t.jsonl', 't.jsonl.gz'])(
    '%s: keys are columns, null and absent keys no value',
    async (name) => {
      const text =
        '\uFEFF{"age": 39, "city": "a \\"b\\", c\\n"}\r\n\n{"city": null, "rich": true, "age": 1.50}\n';
      expect(await readAll(name, text)).toEqual({
        columns: ['age', 'city', 'rich'],
        rows: [
          ['39', 'a "b", c\n', undefined],
          ['1.5', undefined, 'true'],
        ],
      });
    },
  );

  test('gives back what was written', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const cells = randomCells(new Random(seed), 12, 3);
      const text = cells.map(([a, b, c]) => JSON.stringify({ a, b, c })).join('\n');
      expect((await readAll('t.jsonl', text)).rows).toEqual(cells);
    }
  });

  test.each([
    ...['0', '-0', '0.0', '1.50', '10', '-7.25', '0.000001', '0.0000001', '-0.0000000012'],
    ...['12345.6789012345', '123456789012345678', '0.1234567890123456789', '1e5', '1E-7', '1e999'],
    ...['"a.b"', '"null"', '""', '"\\u00e9\\n"', 'true', 'null'],
  ])('%s is read as JSON.parse reads it', async (value) => {
    const { rows } = await readAll('t.jsonl', `{"k": 1, "$.[": ${value}}\n{"$.[":${value} }\n`);
    const parsed = JSON.parse(value) as string | number | boolean | null;
    const cell = parsed === null ? undefined : String(parsed);
    expect(rows).toEqual([
      ['1', cell],
      [undefined, cell],
    ]);
  });

  test.each(['{"a": 1,}', '{"a": 01}', '{"a": 1.}', '{"a": "\t"}', '{"a": 1}}', '{,"a": 1}'])(
    '%s is not valid after lines that are',
    async (line) => {
      expect(await reportOf(readAll('t.jsonl', `{"a": 1}\n${line}\n`))).toMatchObject({
        code: 'malformed-json',
        location: { line: 2 },
      });
    },
  );

  test.each([10, 20_000])(
    'reads %i columns, numbers and nested values told apart',
    async (width) => {
      const row = Object.fromEntries(Array.from({ length: width }, (_, at) => [`f${at}`, at / 8]));
      const text = `${JSON.stringify(row)}\n`.repeat(3);
      const { columns, rows } = await readAll('t.jsonl', text);
      expect(columns).toEqual(Object.keys(row));
      expect(rows[2]).toEqual(Object.values(row).map(String));
      expect(await reportOf(readAll('t.jsonl', `${text}{"f7": {"a": 3}}\n`))).toMatchObject({
        code: 'nested-value',
        location: { line: 4, column: 8 },
      });
    },
  );

  test('a list is read as its JSON', async () => {
    const { rows } = await readAll('t.jsonl', '{"a": ["x", "y\\"z"], "b": [1, 2]}\n');
    expect(rows).toEqual([['["x","y\\"z"]', '[1,2]']]);
  });

  test('a value is found in its line', async () => {
    const text = '\n{"a": 1, "b": 2}\n{"b":   "here", "a": 3}\n';
    const table = await openTable(join(folderWith({ 't.jsonl': text }), 't.jsonl'));
    expect(await table.locate(1, 'b')).toMatchObject(positionOf(text, '"here"'));
  });

  test.each([
    ['{"a": 1}\n{"a": {"b": 1}}\n', 'nested-value', "'a' holds an object.", '{"b"'],
    ['{"a": 1}\n{"a": oops}\n', 'malformed-json', 'This line is not valid JSON.', 'oops'],
    ['{"a": 1}\n[1, 2]\n', 'malformed-json', 'This line is not an object.', '[1'],
  ])('%j is an error at its place', async (text, code, message, part) => {
    expect(await reportOf(readAll('t.jsonl', text))).toMatchObject({
      kind: 'data',
      code,
      message,
      location: positionOf(text, part),
    });
  });
});

test('a file that is not there, a folder and a damaged archive are said to be so', async () => {
  const folder = folderWith({ 'plain.csv': 'a\n1\n' });
  expect(await reportOf(openTable(join(folder, 'none.csv')))).toMatchObject({
    code: 'file-not-found',
  });
  expect(await reportOf(openTable(join(folder, 'none.jsonl.gz')))).toMatchObject({
    code: 'file-not-found',
  });
  expect(await reportOf(openTable(folder))).toMatchObject({ kind: 'data', code: 'no-pictures' });
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(folder, 'bad.csv.gz'), 'a\n1\n');
  expect(await reportOf(openTable(join(folder, 'bad.csv.gz')))).toMatchObject({ code: 'bad-gzip' });
});
