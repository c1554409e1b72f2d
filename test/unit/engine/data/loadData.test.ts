import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadData } from '../../../../src/engine/data/loadData';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { load, matrix } from './support';

/** An experiment whose training part is the whole table, and whose test part is `test.csv`. */
const experiment = (rest: { features?: object; tasks: object; missing?: string[] }): string =>
  JSON.stringify({
    data: {
      train: 'train.csv',
      test: 'test.csv',
      split: { validation: 0 },
      ...(rest.features && { features: rest.features }),
      ...(rest.missing && { missing: rest.missing }),
    },
    tasks: rest.tasks,
  });

const regression = { y: { type: 'regression', target: 'y' } };

describe('number features', () => {
  // Mean 5, squared distances 9 + 1 + 1 + 9 = 20, population deviation sqrt(5).
  const files = { 'train.csv': 'a,y\n2,1\n4,2\n6,3\n8,4\n', 'test.csv': 'a,y\n5,1\n,1\n10,1\n' };

  test('are standardised with mean and deviation of the training part', async () => {
    const {
      encoding,
      train,
      test: held,
    } = await load(experiment({ features: { a: 'number' }, tasks: regression }), files);
    const root = Math.sqrt(5);
    expect(encoding.features).toEqual([
      {
        name: 'a',
        offset: 0,
        width: 1,
        encoding: { type: 'number', shift: 5, scale: root, missing: 5 },
      },
    ]);
    expect([...train.features]).toEqual([-3, -1, 1, 3].map((value) => Math.fround(value / root)));
    expect([...held.features]).toEqual([0, 0, Math.fround(5 / root)]);
  });

  test('of every part of a long table are those of their rows, missing ones replaced', async () => {
    const cells = Array.from({ length: 50_000 }, (_, row) => (row % 9 === 0 ? '' : Math.sin(row)));
    const { train, validation, test, warnings } = await load(
      JSON.stringify({
        data: {
          train: 'train.csv',
          split: { validation: 0.2, test: 0.3 },
          features: { a: { type: 'number', scale: 'none' }, b: 'category' },
        },
        tasks: regression,
      }),
      {
        'train.csv': ['a,b,y', ...cells.map((a, row) => `${a},${'uv'[row % 2]},${row}`)].join('\n'),
      },
    );
    expect([train.rows, validation.rows, test.rows]).toEqual([25_000, 10_000, 15_000]);
    expect(warnings.join()).toContain("'a' (5,556)");
    const missing =
      train.features[4 * [...(train.tableRows ?? [])].findIndex((row) => row % 9 === 0)];
    for (const { features, targets, tableRows = [] } of [train, validation, test]) {
      const expected = [...tableRows].flatMap((row) => {
        const a = cells[row];
        return [typeof a === 'number' ? Math.fround(a) : missing, 1 - (row % 2), row % 2, 0];
      });
      expect([...features].filter((value, at) => value !== expected[at])).toEqual([]);
      expect(targets['y']?.values.length).toBe(tableRows.length);
    }
  });

  test('are scaled to the training range by minmax, and left alone by none', async () => {
    const minmax = await load(
      experiment({ features: { a: { type: 'number', scale: 'minmax' } }, tasks: regression }),
      files,
    );
    expect(matrix(minmax.train.features, 1)).toEqual([[0], [0.33333], [0.66667], [1]]);
    expect(matrix(minmax.test.features, 1)).toEqual([[0.5], [0.5], [1.33333]]);
    const none = await load(
      experiment({ features: { a: { type: 'number', scale: 'none' } }, tasks: regression }),
      files,
    );
    // The missing cell becomes the training mean.
    expect([...none.test.features]).toEqual([5, 5, 10]);
    expect(none.warnings).toEqual(["Missing numbers were replaced by the training mean: 'a' (1)."]);
  });

  test('of one value are not divided by nothing', async () => {
    const { train } = await load(experiment({ features: { a: 'number' }, tasks: regression }), {
      'train.csv': 'a,y\n3,1\n3,2\n',
      'test.csv': 'a,y\n3,1\n',
    });
    expect([...train.features]).toEqual([0, 0]);
  });
});

test('categories are one-hot in order, unknown and missing ones in the last column', async () => {
  const {
    encoding,
    train,
    test: held,
    warnings,
  } = await load(experiment({ features: { n: 'number', c: 'category' }, tasks: regression }), {
    'train.csv': 'c,n,y\n10th,-1,1\n9th,1,2\nNA,-1,3\n10th,1,4\n',
    'test.csv': 'c,n,y\n11th,1,1\n9th,-1,2\n',
  });
  expect(encoding.width).toBe(4);
  expect(encoding.features[1]).toEqual({
    name: 'c',
    offset: 1,
    width: 3,
    encoding: { type: 'category', categories: ['9th', '10th'] },
  });
  expect(matrix(train.features, 4)).toEqual([
    [-1, 0, 1, 0],
    [1, 1, 0, 0],
    [-1, 0, 0, 1],
    [1, 0, 1, 0],
  ]);
  expect(matrix(held.features, 4)).toEqual([
    [1, 0, 0, 1],
    [-1, 1, 0, 0],
  ]);
  expect(warnings).toEqual(["Categories that no training row has count as unknown: 'c' (1)."]);
});

describe('targets', () => {
  test('a regression is standardised by its training labels, missing ones masked', async () => {
    const {
      encoding,
      train,
      test: held,
      warnings,
    } = await load(experiment({ features: { a: 'number' }, tasks: regression }), {
      'train.csv': 'a,y\n1,2\n2,NA\n3,4\n4,6\n5,8\n',
      'test.csv': 'a,y\n1,5\n',
    });
    const root = Math.sqrt(5);
    expect(encoding.tasks[0]).toMatchObject({ name: 'y', outputs: 1, shift: 5, scale: root });
    expect(train.targets['y']).toEqual({
      values: Float32Array.from([-3 / root, 0, -1 / root, 1 / root, 3 / root]),
      mask: Float32Array.from([1, 0, 1, 1, 1]),
    });
    expect(held.targets['y']).toEqual({ values: Float32Array.from([0]) });
    expect(warnings).toEqual(["'y' has no label in 1 of 6 rows; they count for the other tasks."]);
  });

  test('a regression with scale none stays in its own units', async () => {
    const { encoding, train } = await load(
      experiment({
        features: { a: 'number' },
        tasks: { y: { type: 'regression', target: 'y', scale: 'none' } },
      }),
      { 'train.csv': 'a,y\n1,2\n2,4\n', 'test.csv': 'a,y\n1,5\n' },
    );
    expect(encoding.tasks[0]).toMatchObject({ shift: 0, scale: 1 });
    expect([...train.targets['y']!.values]).toEqual([2, 4]);
  });

  test.each([
    [
      ['0', '1', '1'],
      ['0', '1'],
      [0, 1, 1],
    ],
    [
      ['1.0', '0.0', '1'],
      ['0.0', '1.0'],
      [1, 0, 1],
    ],
    [
      ['TRUE', 'False', 'true'],
      ['False', 'TRUE'],
      [1, 0, 1],
    ],
    [
      ['no', 'Yes', 'NO'],
      ['no', 'Yes'],
      [0, 1, 0],
    ],
  ])('binary labels %j say themselves which is positive', async (labels, classes, values) => {
    const { encoding, train } = await load(
      experiment({ features: { a: 'number' }, tasks: { y: { type: 'binary', target: 'y' } } }),
      {
        'train.csv': `a,y\n${labels.map((label, row) => `${row},${label}`).join('\n')}\n`,
        'test.csv': `a,y\n1,${labels[0]!}\n`,
      },
    );
    expect(encoding.tasks[0]).toMatchObject({ outputs: 1, classes });
    expect([...train.targets['y']!.values]).toEqual(values);
  });

  test('other binary labels are told by positive, also against the usual sense', async () => {
    const tasks = {
      sex: { type: 'binary', target: 's', positive: 'female' },
      not: { type: 'binary', target: 'b', positive: '0' },
    };
    const { encoding, train } = await load(experiment({ features: { a: 'number' }, tasks }), {
      'train.csv': 'a,s,b\n1,female,0\n2,male,1\n3,,1\n',
      'test.csv': 'a,s,b\n1,male,0\n',
    });
    expect(encoding.tasks.map(({ classes }) => classes)).toEqual([
      ['male', 'female'],
      ['1', '0'],
    ]);
    expect(train.targets['sex']).toEqual({
      values: Float32Array.from([1, 0, 0]),
      mask: Float32Array.from([1, 1, 0]),
    });
    expect(train.targets['not']).toEqual({ values: Float32Array.from([1, 0, 0]) });
  });

  test('classes are in the order of numbers or of the alphabet', async () => {
    const tasks = {
      grade: { type: 'multiclass', target: 'g' },
      kind: { type: 'multiclass', target: 'k' },
    };
    const { encoding, train } = await load(experiment({ features: { a: 'number' }, tasks }), {
      'train.csv': 'a,g,k\n1,10,b\n2,-2,c\n3,9,a\n',
      'test.csv': 'a,g,k\n1,9,b\n',
    });
    expect(encoding.tasks.map(({ classes, outputs }) => [classes, outputs])).toEqual([
      [['-2', '9', '10'], 3],
      [['a', 'b', 'c'], 3],
    ]);
    expect([...train.targets['grade']!.values]).toEqual([2, 0, 1]);
  });

  test('one column can be the target of two tasks', async () => {
    const tasks = {
      stars: { type: 'regression', target: 'y', scale: 'none' },
      star: { type: 'multiclass', target: 'y' },
    };
    const { train } = await load(experiment({ features: { a: 'number' }, tasks }), {
      'train.csv': 'a,y\n1,5\n2,1\n3,5\n',
      'test.csv': 'a,y\n1,1\n',
    });
    expect([...train.targets['stars']!.values]).toEqual([5, 1, 5]);
    expect([...train.targets['star']!.values]).toEqual([1, 0, 1]);
  });
});

describe('without named features', () => {
  const rows = Array.from({ length: 40 }, (_, row) => {
    const name = `person ${row}`;
    return [row + 1, name, 'x', row * 0.5, ['red', 'green'][row % 2], row % 3, 'gone'].join(',');
  });
  const table = `id,name,same,size,colour,label,secret\n${rows.join('\n')}\n`;

  test('columns are features by what they hold; what tells nothing is left out and said so', async () => {
    const text = JSON.stringify({
      data: { train: 't.csv', ignore: ['secret'] },
      tasks: { label: { type: 'multiclass', target: 'label' } },
    });
    const { encoding, warnings } = await load(text, { 't.csv': table });
    expect(encoding.features.map(({ name, encoding: { type } }) => [name, type])).toEqual([
      ['size', 'number'],
      ['colour', 'category'],
    ]);
    expect(warnings).toEqual([
      "Left out as features: 'id' has the number of the row, " +
        "'name' has a different text in nearly every row, 'same' has one value only. " +
        'Name them in data.features to use them.',
    ]);
  });

  test('what is left out by itself is a feature when it is named', async () => {
    const text = JSON.stringify({
      data: { train: 't.csv', features: { id: 'number', same: 'category' } },
      tasks: { label: { type: 'multiclass', target: 'label' } },
    });
    const { encoding, warnings } = await load(text, { 't.csv': table });
    expect(encoding.features.map(({ name, width }) => [name, width])).toEqual([
      ['id', 1],
      ['same', 2],
    ]);
    expect(warnings).toEqual([]);
  });
});

test('statistics come from the training part alone', async () => {
  const rows = Array.from({ length: 200 }, (_, row) => `${row ** 2},${row % 2}`).join('\n');
  const text = JSON.stringify({
    data: { train: 't.csv', split: { validation: 0.25, test: 0.25, stratify: 'y' } },
    tasks: { y: { type: 'binary', target: 'y' } },
  });
  const { train, validation, test: held } = await load(text, { 't.csv': `a,y\n${rows}\n` });
  const mean = (values: Float32Array): number =>
    values.reduce((total, value) => total + value, 0) / values.length;
  expect([train.rows, validation.rows, held.rows]).toEqual([100, 50, 50]);
  expect(mean(train.features)).toBeCloseTo(0, 5);
  expect(mean(train.features.map((value) => value ** 2))).toBeCloseTo(1, 5);
  expect(Math.abs(mean(validation.features))).toBeGreaterThan(1e-3);
  for (const part of [train, validation, held]) expect(mean(part.targets['y']!.values)).toBe(0.5);
});

test('CSV, JSON Lines and their packed forms give the same numbers', async () => {
  const csv = 'a,c,y\n1,x,0\n2,y,1\n3,,1\n,x,0\n5,y,1\n6,x,0\n';
  const jsonl = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [a, c, y] = line.split(',');
      return JSON.stringify({ a: a === '' ? null : Number(a), c: c || null, y: y === '1' });
    })
    .join('\n');
  const text = (name: string): string =>
    JSON.stringify({
      data: { train: name, features: { a: 'number', c: 'category' } },
      tasks: { y: { type: 'binary', target: 'y' } },
    });
  const reference = await load(text('t.csv'), { 't.csv': csv });
  for (const [name, content] of [
    ['t.csv.gz', csv],
    ['t.tsv', csv.replaceAll(',', '\t')],
    ['t.jsonl', jsonl],
    ['t.jsonl.gz', jsonl],
  ] as const) {
    const { train, validation, test: held } = await load(text(name), { [name]: content });
    expect({ train, validation, held }).toEqual({
      train: reference.train,
      validation: reference.validation,
      held: reference.test,
    });
  }
});

test.each([
  [
    'first-steps',
    { train: 240, validation: 52, test: 52 },
    ['species', 'sex', 'bill_length_mm', 'bill_depth_mm'],
    [
      "'mass' has no label in 2 of 344 rows; they count for the other tasks.",
      "'flipper' has no label in 2 of 344 rows; they count for the other tasks.",
    ],
  ],
  [
    'adult',
    { train: 3400, validation: 600, test: 1000 },
    [
      'age',
      'workclass',
      'education',
      'educational_num',
      'occupation',
      'race',
      'gender',
      'capital_gain',
      'capital_loss',
      'hours_per_week',
      'native_country',
    ],
    [],
  ],
  [
    'penguins',
    { train: 240, validation: 52, test: 52 },
    ['island', 'bill_length_mm', 'bill_depth_mm', 'flipper_length_mm'],
    [
      "'sex' has no label in 11 of 344 rows; they count for the other tasks.",
      "'mass' has no label in 2 of 344 rows; they count for the other tasks.",
    ],
  ],
])('the sample %s loads', async (name, rows, features, warnings) => {
  const file = resolve(`samples/${name}/${name}.mtl.json`);
  const text = await readFile(file, 'utf8');
  const data = await loadData({ file, text, experiment: parseExperiment(text, file) });
  expect({
    train: data.train.rows,
    validation: data.validation.rows,
    test: data.test.rows,
  }).toEqual(rows);
  expect(data.encoding.features.map((feature) => feature.name)).toEqual(features);
  expect(data.warnings).toEqual(expect.arrayContaining(warnings));
});
