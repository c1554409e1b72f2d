import { describe, expect, test } from 'vitest';
import { load, positionOf, reportOf } from './support';

const experiment = `{
  "data": {
    "train": "train.csv",
    "features": { "age": "number", "city": "category" },
    "ignore": []
  },
  "tasks": {
    "income": { "type": "binary", "target": "rich" },
    "size": { "type": "regression", "target": "cm" },
    "kind": { "type": "multiclass", "target": "kind" }
  }
}`;
const header = 'age,city,rich,cm,kind\n';
const rows = ['30,Oslo,0,180,a', '40,Bonn,1,170.5,b', '50,Oslo,0,,c', '60,Rome,1,160,a'];
const table = header + rows.join('\n');
const withTest = experiment.replace('"train.csv",', '"train.csv", "test": "test.csv",');

test('the experiment of these tests is fine', async () => {
  const { train, validation, test: held } = await load(experiment, { 'train.csv': table });
  expect(train.rows + validation.rows + held.rows).toBe(4);
});

describe('a cell that makes no sense is an error at its line and column', () => {
  test.each([
    ['a number feature', '40', 'forty', "'forty' in the column 'age' is not a number."],
    [
      'a regression target',
      '170.5',
      '1,7'.replace(',', ' '),
      "'1 7' in the column 'cm' is not a number.",
    ],
    ['a number in another base', '50', '0x32', "'0x32' in the column 'age' is not a number."],
    [
      'a feature that single precision does not have',
      '40',
      '-3.5e38',
      "'-3.5e38' in the column 'age' is too large for single precision.",
    ],
    [
      'a target that single precision does not have',
      '170.5',
      '1e300',
      "'1e300' in the column 'cm' is too large for single precision.",
    ],
    ['a number without end', '60', 'Infinity', "'Infinity' in the column 'age' is not a number."],
  ])('%s', async (_what, from, to, message) => {
    const text = table.replace(from, to);
    expect(await reportOf(load(experiment, { 'train.csv': text }))).toMatchObject({
      kind: 'data',
      code: 'not-a-number',
      message,
      hint: expect.stringContaining(`add "${to}" to data.missing`) as string,
      location: {
        file: expect.stringMatching(/train\.csv$/) as string,
        ...positionOf(text, to),
      },
    });
  });

  test('the first of several in each column, all columns at once', async () => {
    const text = `${header}?,Oslo,0,180,a\n40,Bonn,1,tall,b\n?,Oslo,0,190,c\n`;
    expect(await reportOf(load(experiment, { 'train.csv': text }))).toMatchObject({
      message: "'?' in the column 'age' is not a number (one of 2 such cells).",
      location: { line: 2, column: 1 },
      others: [{ location: { line: 3, column: 11 } }],
    });
  });

  test.each(['12O', '1e39'])('in an inferred column of numbers, too: %s', async (cell) => {
    const values = Array.from({ length: 30 }, (_, row) => `${row * 7},${row % 2}`);
    const text = `a,y\n${values.join('\n')}\n${cell},1\n`;
    const inferred = '{"data":{"train":"t.csv"},"tasks":{"y":{"type":"binary","target":"y"}}}';
    expect(await reportOf(load(inferred, { 't.csv': text }))).toMatchObject({
      code: 'not-a-number',
      location: positionOf(text, cell),
    });
  });

  test('in the test table', async () => {
    const text = `${header}30,Oslo,0,180,a\n31,Bonn,1,x,b\n`;
    expect(await reportOf(load(withTest, { 'train.csv': table, 'test.csv': text }))).toMatchObject({
      code: 'not-a-number',
      location: { file: expect.stringMatching(/test\.csv$/) as string, ...positionOf(text, 'x') },
    });
  });

  test('a label that the training table does not have', async () => {
    const long = withTest.replaceAll('"kind"', '"species"');
    const train = table.replace('kind', 'species').replace('180,a', '180,Adelie');
    const text = train.replace('160,a', '160,Adeile');
    expect(await reportOf(load(long, { 'train.csv': train, 'test.csv': text }))).toMatchObject({
      code: 'unknown-label',
      message: "'Adeile' in the column 'species' is no label of the training table.",
      hint: "Did you mean 'Adelie'?",
      location: {
        file: expect.stringMatching(/test\.csv$/) as string,
        ...positionOf(text, 'Adeile'),
      },
    });
  });
});

describe('a column that is not there is an error at the key of the experiment', () => {
  test.each([
    ['a feature', '"age":', '"agee":', "Did you mean 'age'?"],
    ['a target', '"rich"', '"rihc"', "Did you mean 'rich'?"],
    [
      'an ignored column',
      '"ignore": []',
      '"ignore": ["weight"]',
      'Columns: age, city, rich, cm, kind.',
    ],
  ])('%s', async (_what, from, to, hint) => {
    const text = experiment.replace(from, to);
    const name = to.replace(/.*"(\w+)":?\]?$/, '$1');
    expect(await reportOf(load(text, { 'train.csv': table }))).toEqual({
      kind: 'data',
      code: 'unknown-column',
      message: `train.csv has no column '${name}'.`,
      hint,
      location: {
        file: expect.stringMatching(/test\.mtl\.json$/) as string,
        ...positionOf(text, `"${name}"`),
      },
    });
  });

  test('the one to stratify by', async () => {
    const text = experiment.replace('"ignore"', '"split": { "stratify": "town" }, "ignore"');
    expect(await reportOf(load(text, { 'train.csv': table }))).toMatchObject({
      code: 'unknown-column',
      location: positionOf(text, '"town"'),
    });
  });

  test('in the test table, named or inferred', async () => {
    const short = 'age,rich,cm,kind\n30,0,180,a\n';
    expect(await reportOf(load(withTest, { 'train.csv': table, 'test.csv': short }))).toMatchObject(
      { message: "test.csv has no column 'city'.", location: positionOf(withTest, '"city"') },
    );
    const inferred = withTest.replace(/ *"features".*\n/, '');
    expect(await reportOf(load(inferred, { 'train.csv': table, 'test.csv': short }))).toMatchObject(
      {
        message: 'test.csv lacks columns of the training table: city.',
        location: positionOf(inferred, '"test.csv"'),
      },
    );
  });
});

describe('labels that do not fit the task are an error at its target', () => {
  const labelled = (labels: readonly string[]): string =>
    `a,y\n${labels.map((label, row) => `${row},${label}`).join('\n')}\n`;
  const task = (type: string, rest = ''): string =>
    `{ "data": { "train": "t.csv" }, "tasks": { "y": { "type": "${type}", "target": "y"${rest} } } }`;

  test.each([
    [
      'no label at all',
      task('binary'),
      ['', 'NA', ''],
      '"y"',
      'no-labels',
      'Is the target the right column, and does data.missing list one of its labels?',
    ],
    ['no number at all', task('regression'), ['', 'NA', ''], '"y"', 'no-labels', undefined],
    ['one label only', task('multiclass'), ['a', 'a', 'a'], '"y"', 'single-class', undefined],
    [
      'two labels that do not say which is positive',
      task('binary'),
      ['male', 'female', 'male'],
      '"y"',
      'positive-needed',
      'Add "positive": "male" or "positive": "female" to the task.',
    ],
    [
      'more than two labels of a binary task',
      task('binary'),
      ['a', 'b', 'c'],
      '"y"',
      'not-binary',
      'Make \'y\' a multiclass task, or correct the labels; a text that means "no label" belongs in data.missing.',
    ],
    [
      'a positive label that is not there',
      task('binary', ', "positive": "femal"'),
      ['male', 'female', 'male'],
      '"femal"',
      'unknown-label',
      "Did you mean 'female'?",
    ],
  ])('%s', async (_what, text, labels, part, code, hint) => {
    const place =
      part === '"y"' ? { line: 1, column: text.lastIndexOf('"y"') + 1 } : positionOf(text, part);
    expect(await reportOf(load(text, { 't.csv': labelled(labels) }))).toMatchObject({
      kind: 'data',
      code,
      ...(hint !== undefined && { hint }),
      location: { file: expect.stringMatching(/mtl\.json$/) as string, ...place },
    });
  });
});

describe('a table that cannot be used', () => {
  test('is not there: an error at the key, with the nearest file', async () => {
    const text = experiment.replace('train.csv', 'tarin.csv');
    expect(await reportOf(load(text, { 'train.csv': table }))).toMatchObject({
      code: 'file-not-found',
      hint: "Did you mean 'train.csv'?",
      location: positionOf(text, '"tarin.csv"'),
    });
  });

  test('has only a header', async () => {
    expect(await reportOf(load(experiment, { 'train.csv': header }))).toMatchObject({
      code: 'no-rows',
      location: { file: expect.stringMatching(/train\.csv$/) as string, line: 1 },
    });
  });

  test('has a single row, which would be for validation', async () => {
    const text =
      '{"data":{"train":"t.csv","features":{"a":"number"}},"tasks":{"y":{"type":"regression","target":"y"}}}';
    expect(await reportOf(load(text, { 't.csv': 'a,y\n1,2\n' }))).toMatchObject({
      code: 'too-few-rows',
    });
  });

  test('has no column left as a feature', async () => {
    const text = '{"data":{"train":"t.csv"},"tasks":{"y":{"type":"regression","target":"y"}}}';
    expect(await reportOf(load(text, { 't.csv': 'a,y\nx,2\nx,3\nx,4\n' }))).toMatchObject({
      code: 'no-features',
      message: "No column is left as a feature: 'a' has one value only.",
    });
  });

  test('has a number feature without a number', async () => {
    const text = table
      .replace('30,', ',')
      .replace('40,', ',')
      .replace('50,', ',')
      .replace('60,', ',');
    expect(await reportOf(load(experiment, { 'train.csv': text }))).toMatchObject({
      code: 'no-numbers',
      location: positionOf(experiment, '"age"'),
    });
  });
});

describe('text that is not UTF-8', () => {
  test('in categories and labels is counted, where different ones may have become the same', async () => {
    const text = table
      .replace('30,Oslo', '30,Åbo')
      .replace('60,Rome', '60,Ålta')
      .replace('0,,c', '0,,ç');
    const { warnings } = await load(experiment, { 'train.csv': Buffer.from(text, 'latin1') });
    expect(warnings).toContain(
      "'city' has NUL or bytes that are not UTF-8 text, first in train.csv, line 2, in 2 of 4 rows.",
    );
    expect(warnings).toContain(
      "'kind' has NUL or bytes that are not UTF-8 text, first in train.csv, line 4, in 1 of 4 rows.",
    );
    const read = await load(experiment, { 'train.csv': text });
    expect(read.warnings.join()).not.toContain('UTF-8');
  });

  test('is counted in the test table, too', async () => {
    const test = Buffer.from(`${header}35,Åbo,1,170,a\n`, 'latin1');
    const { warnings } = await load(withTest, { 'train.csv': table, 'test.csv': test });
    expect(warnings.join()).toContain('first in test.csv, line 2, in 1 of 1 rows');
  });

  test.each([
    ['train.csv', `\uFEFF${table}`],
    ['train.csv', table],
    ['train.csv', '年龄\n三十\n'],
    ['train.jsonl', '{"age": 3}'],
  ])('is refused as UTF-16: %s', async (name, text) => {
    const used = experiment.replace('train.csv', name);
    const files = { [name]: Buffer.from(text, 'utf16le') };
    expect(await reportOf(load(used, files))).toMatchObject({
      code: 'not-utf-8',
      message: 'The file has NUL characters, as text in UTF-16 has.',
      location: { file: expect.stringMatching(name) as string, line: 1 },
    });
  });

  test('is the reason why names of columns in GBK are not found', async () => {
    const gbk = Buffer.from([0xc4, 0xea, 0xc1, 0xe4]);
    const files = { 'train.csv': Buffer.concat([gbk, Buffer.from(table.replace('age', ''))]) };
    expect(await reportOf(load(experiment, files))).toMatchObject({
      code: 'unknown-column',
      hint: 'The names of its columns are not UTF-8 text: save it as that.',
    });
  });
});
