import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { MalformedRow } from '../../../../src/engine/data/csvRow';
import { CsvTokenizer } from '../../../../src/engine/data/csvTokenizer';
import { Random } from '../../../../src/shared/random';

type Reading = string[][] | 'malformed';

/** Rows of `text`, which comes in pieces of `size` characters. */
function tokenize(text: string, delimiter: string, size: number): Reading {
  const rows: string[][] = [];
  const tokenizer = new CsvTokenizer({ delimiter, lineEnd: '\n' }, ({ cells }) => {
    rows.push([...cells]);
    return true;
  });
  try {
    for (let at = 0; at < text.length; at += size) tokenizer.push(text.slice(at, at + size));
    tokenizer.finish();
    return rows;
  } catch (error) {
    if (error instanceof MalformedRow) return 'malformed';
    throw error;
  }
}

/** The same by csv-parse. */
function reference(text: string, delimiter: string, end: string): Reading {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: end,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    });
  } catch {
    return 'malformed';
  }
}

/** Any text over an alphabet: rows of any length, some malformed. */
function randomText(random: Random, alphabet: readonly string[], length: number): string {
  return Array.from({ length }, () => alphabet[random.integer(alphabet.length)]!).join('');
}

describe.each([
  [',', '\n'],
  [';', '\n'],
  ['\t', '\n'],
  [',', '\r\n'],
])('with %j between cells and %j after rows', (delimiter, end) => {
  const cells = ['', ' ', 'a', ' ä ', '""', '"x"', ` "a ""b""${delimiter}${end}" `];
  const letters = ['a', '1', 'ä', '🐧', ' ', delimiter, delimiter, end];

  test.each([
    ['without quotes', letters, 60],
    ['with quotes anywhere', [...letters, '"'], 12],
    ['with quoted cells', [delimiter, end].flatMap((last) => cells.map((cell) => cell + last)), 30],
  ])('random texts %s are read as csv-parse reads them', (_what, alphabet, length) => {
    let wellFormed = 0;
    for (let seed = 0; seed < 500; seed++) {
      const text = randomText(new Random(seed), alphabet, length);
      const expected = reference(text, delimiter, end);
      if (expected !== 'malformed') wellFormed++;
      for (const size of [1, 7, 1000]) {
        expect(tokenize(text, delimiter, size), JSON.stringify(text)).toEqual(expected);
      }
    }
    expect(wellFormed).toBeGreaterThan(25);
  });
});

test('a row without end is given up, in time linear in its length', () => {
  const tokenizer = new CsvTokenizer({ delimiter: ',', lineEnd: '\n' }, () => true);
  tokenizer.push('a,b\n1,2\n');
  const piece = 'x,'.repeat(2 ** 15);
  expect(() => {
    tokenizer.push('3,"');
    for (let pieces = 0; pieces < 1000; pieces++) tokenizer.push(piece);
  }).toThrow('This row is longer than 16,777,216 characters; a quote may not be closed.');
  expect(tokenizer.line).toBe(3);
});
