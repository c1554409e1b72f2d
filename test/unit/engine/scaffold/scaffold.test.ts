import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import { inspectTable } from '../../../../src/engine/data/inspectTable';
import { loadData } from '../../../../src/engine/data/loadData';
import { scaffold } from '../../../../src/engine/scaffold/scaffold';
import type { Experiment } from '../../../../src/shared/experiment';
import type { ColumnTaskType } from '../../../../src/shared/scaffold';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { templates } from '../../../../src/shared/scaffold';
import { folderWith, reportOf, temporaryFolder } from '../data/support';

/** Validates an experiment file and loads its data, as training does. */
async function open(file: string): Promise<{ experiment: Experiment; data: LoadedData }> {
  const text = readFileSync(file, 'utf8');
  const experiment = parseExperiment(text, file);
  return { experiment, data: await loadData({ file, text, experiment }) };
}

const samples = templates.filter((template) => template !== 'own-data');

describe.each(samples)('the template %s', (template) => {
  test('is a sample, in a folder that is created, and loads at once', async () => {
    const folder = join(temporaryFolder(), 'new', 'experiment');
    const file = await scaffold(template, folder);
    expect(file).toBe(join(folder, `${template}.mtl.json`));
    expect(readdirSync(folder)).toEqual(
      readdirSync(`samples/${template}`).filter((name) => !name.startsWith('.')),
    );
    const { data } = await open(file);
    expect(data.encoding.tasks.length).toBeGreaterThan(1);
  });

  test('overwrites nothing', async () => {
    const folder = folderWith({ 'README.md': 'mine' });
    expect(await reportOf(scaffold(template, folder))).toMatchObject({
      kind: 'usage',
      code: 'file-exists',
    });
    expect(readdirSync(folder)).toEqual(['README.md']);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine');
  });
});

test('an unknown template is named, with the nearest one', async () => {
  expect(await reportOf(scaffold('penguin', temporaryFolder()))).toMatchObject({
    kind: 'usage',
    hint: "Did you mean 'penguins'?",
  });
});

describe('own data', () => {
  /** Scaffolds with the given targets, or every column that can be a task up to `most`. */
  async function scaffoldFor(
    name: string,
    text: string,
    targets?: readonly { readonly column: string; readonly type: ColumnTaskType }[],
    most = 2,
  ): Promise<string> {
    const folder = folderWith({ [name]: text });
    const dataFile = join(folder, name);
    const { columns } = await inspectTable(dataFile);
    const proposed = columns
      .flatMap(({ name: column, task }) => (task ? [{ column, type: task }] : []))
      .slice(-most);
    return scaffold('own-data', join(folder, 'experiments', 'first'), {
      dataFile,
      name: 'first try',
      targets: targets ?? proposed,
    });
  }

  const lines = (count: number, line: (row: number) => (string | number)[]): string =>
    Array.from({ length: count }, (_, row) => line(row).join(',')).join('\n');

  test.each([
    [
      'labels are missing',
      'a,b,good,amount\n' +
        lines(50, (row) => [
          row % 7,
          'xyz'[row % 3]!,
          row % 4 ? row % 2 : 'NA',
          row % 5 ? row : '',
        ]),
      { good: 'binary', amount: 'regression' },
    ],
    [
      'there are texts and identifiers',
      'id,comment,city,score,kind\n' +
        lines(50, (row) => [
          row + 1,
          `"said ""${row}"", then left"`,
          ['Oslo', 'New York'][row % 2]!,
          (row * 37) % 50,
          'abc'[row % 3]!,
        ]),
      { score: 'regression', kind: 'multiclass' },
    ],
    [
      'names have spaces, quotes and slashes',
      '"km / h","the ""best"" one","first name",default,constructor\n' +
        lines(40, (row) => [
          row % 11,
          ['Ann', 'Bob'][row % 2]!,
          `"x, ${row % 4}"`,
          (row * 3) % 8,
          ['BRM', 'Lola'][(row >> 1) % 2]!,
        ]),
      { 'default 2': 'multiclass', 'constructor 2': 'binary' },
    ],
    [
      'classes are numbers',
      'x,y,stars,pass\n' +
        lines(60, (row) => [row / 7, (row * row) % 13, 1 + (row % 5), 1 + (row % 2)]),
      { stars: 'multiclass', pass: 'binary' },
    ],
    [
      'numbers have marks where they are missing',
      'x,y,z\n' +
        lines(60, (row) => [row % 20 ? row / 3 : '?', row % 30 ? row : 'unknown', row % 9]),
      { y: 'regression', z: 'multiclass' },
    ],
  ])('validates and loads at once where %s', async (_what, text, tasks) => {
    const file = await scaffoldFor('my table.csv', text);
    const { experiment, data } = await open(file);
    expect(
      Object.fromEntries(Object.entries(experiment.tasks).map(([n, t]) => [n, t.type])),
    ).toEqual(tasks);
    expect(data.train.rows + data.validation.rows + data.test.rows).toBe(
      text.split('\n').length - 1,
    );
    expect(data.train.features.every(Number.isFinite)).toBe(true);
    expect(data.encoding.features.length).toBeGreaterThan(0);
  });

  test('is a commented file that names the table where it is', async () => {
    const text =
      'id,age,city,sex\n' +
      lines(30, (row) => [row, (row * 7) % 40, 'ab'[row % 2]!, row % 3 ? 'm' : 'f']);
    const file = await scaffoldFor('people.csv', text, [{ column: 'sex', type: 'binary' }]);
    expect(readFileSync(file, 'utf8')).toContain(`
    "train": "../../people.csv",
    // These fractions of the rows choose the best epoch (validation) and are the final test.
    "split": { "validation": 0.15, "test": 0.15, "seed": 7, "stratify": "sex" },
    // What the model sees: numbers are standardised, categories one-hot encoded.
    "features": {
      "age": "number",
      "city": "category" // 2 categories
    },
    // The model does not see these. Add columns that give a target away.
    "ignore": [
      "id" // has the number of the row
    ]
  },
  "tasks": {
    "sex": { "type": "binary", "target": "sex", "positive": "f" }
  },`);
    expect(readdirSync(dirname(file))).toEqual(['first try.mtl.json']);
  });

  test.each([
    ['no column', 'sx', 'binary', 'unknown-column', "Did you mean 'sex'?"],
    ['texts as numbers', 'sex', 'regression', 'unfit-target', 'A binary task fits.'],
    ['three labels as binary', 'kind', 'binary', 'unfit-target', 'A multiclass task fits.'],
  ] as const)(
    'a target that is %s is an error, and nothing is written',
    async (_w, column, type, code, hint) => {
      const text = 'a,sex,kind\n' + lines(30, (row) => [row * 2, 'mf'[row % 2]!, 'abc'[row % 3]!]);
      const folder = folderWith({ 't.csv': text });
      const directory = join(folder, 'new');
      const answers = { dataFile: join(folder, 't.csv'), name: 't', targets: [{ column, type }] };
      expect(await reportOf(scaffold('own-data', directory, answers))).toMatchObject({
        code,
        hint,
      });
      expect(existsSync(directory)).toBe(false);
    },
  );

  test('an experiment that is there already stays as it is', async () => {
    const folder = folderWith({ 't.csv': 'a,y\n1,0\n2,1\n3,0\n' });
    mkdirSync(join(folder, 'new'));
    writeFileSync(join(folder, 'new', 't.mtl.json'), 'mine');
    const answers = {
      dataFile: join(folder, 't.csv'),
      name: 't',
      targets: [{ column: 'y', type: 'binary' as const }],
    };
    expect(await reportOf(scaffold('own-data', join(folder, 'new'), answers))).toMatchObject({
      code: 'file-exists',
    });
    expect(readFileSync(join(folder, 'new', 't.mtl.json'), 'utf8')).toBe('mine');
  });
});
