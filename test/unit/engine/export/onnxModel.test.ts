import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { openCpu } from '../../../../src/engine/backend/eagerBackend';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import { exportedOutputs } from '../../../../src/engine/export/graphNames';
import { onnxModel } from '../../../../src/engine/export/onnxModel';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { initialWeights } from '../../../../src/engine/model/initialWeights';
import { predictionPass } from '../../../../src/engine/model/predictionPass';
import type { LayerSpec } from '../../../../src/shared/modelSpec';
import { Random } from '../../../../src/shared/random';
import { load } from '../data/support';
import { encodingOf } from '../model/support';
import { binary, regression } from '../support';

type Cell = string | number;
/** Rows as a table has them; an empty text is a missing value. */
interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const dense: LayerSpec[] = [{ dense: 8, activation: 'tanh', l2: 0 }, { dropout: 0.5 }];
const spec = { architecture: 'hard-sharing', shared: dense, heads: { default: dense } } as const;

const csv = ({ columns, rows }: Table): string =>
  [columns, ...rows].map((cells) => `${cells.join(',')}\n`).join('');

/** The data of an experiment whose test part is `held`. */
function loaded(train: Table, held: Table, features: object, tasks: object): Promise<LoadedData> {
  const data = { train: 'train.csv', test: 'test.csv', split: { validation: 0 }, features };
  const files = { 'train.csv': csv(train), 'test.csv': csv(held) };
  return load(JSON.stringify({ data, tasks }), files);
}

function trained({ encoding }: LoadedData) {
  const model = buildModel(spec, encoding);
  const weights = model.layout.toNamed(initialWeights(model.layout, 5));
  return { model, encoding, weights };
}

/** What the trainer's own code predicts for the test part, by task, operation by operation. */
async function predictions(data: LoadedData): Promise<Record<string, number[]>> {
  const { model, encoding, weights } = trained(data);
  const { rows, features } = data.test;
  const program = await (await openCpu()).compile(predictionPass(model, encoding, rows));
  const { outputs } = await program.run({
    state: weights.map(({ values }) => values),
    columns: [features],
    indices: Int32Array.from({ length: rows }, (_, row) => row),
    inputs: [],
  });
  return Object.fromEntries(encoding.tasks.map(({ name }, i) => [name, [...outputs[i]!]]));
}

function exported(data: LoadedData): Uint8Array {
  const about = { experiment: 'example', run: 'example-1', version: '1.2.3' };
  return onnxModel({ ...trained(data), ...about });
}

/** Runs an exported model on the cells of a table, as they are. */
async function run(
  data: LoadedData,
  { columns, rows }: Table,
): Promise<ort.InferenceSession.ReturnType> {
  const session = await ort.InferenceSession.create(exported(data), { logSeverityLevel: 3 });
  expect(session.inputNames).toEqual(data.encoding.features.map(({ name }) => name));
  const feeds = data.encoding.features.map(({ name, encoding }) => {
    const cells = rows.map((row) => row[columns.indexOf(name)]!);
    const shape = [rows.length, 1];
    return encoding.type === 'number'
      ? new ort.Tensor(
          'float32',
          cells.map((cell) => (cell === '' ? NaN : Number(cell))),
          shape,
        )
      : new ort.Tensor('string', cells.map(String), shape);
  });
  return session.run(Object.fromEntries(feeds.map((feed, i) => [session.inputNames[i]!, feed])));
}

async function expectSamePredictions(data: LoadedData, held: Table): Promise<void> {
  const results = await run(data, held);
  const expected = await predictions(data);
  for (const { name, task } of exportedOutputs(trained(data))) {
    expect(results[name]!.dims).toEqual([held.rows.length, task.outputs]);
    const actual = results[name]!.data as Float32Array;
    expected[task.name]!.forEach((value, at) => {
      const error = Math.abs(actual[at]! - value);
      expect(error, `${name}[${at}]`).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value)));
    });
  }
}

const columns = ['year', 'size', 'share', 'kind', 'price', 'sold', 'grade'];
const train: Table = {
  columns,
  rows: [
    [2007, 3.5, 0.25, 'b', 1000, 'no', 'low'],
    [2008, '', 0.5, 'a', 2500, 'yes', 'mid'],
    [2009, -4.25, 0.75, '10', 4000.5, 'yes', 'high'],
    [2009, 8, 0.125, 'a', 900, 'no', 'mid'],
  ],
};
const held: Table = {
  columns,
  rows: [
    [2007, 1, 0.5, 'a', 1, 'no', 'low'],
    ['', 2, '', 'b', 1, 'no', 'low'],
    [2030, '', 0.9375, 'never seen', 1, 'no', 'low'],
    [2009, -8, 0.25, '', 1, 'yes', 'mid'],
    [2008, 0, 0, '10', 1, 'yes', 'high'],
  ],
};
const features = {
  year: 'number',
  size: { type: 'number', scale: 'minmax' },
  kind: 'category',
  share: { type: 'number', scale: 'none' },
};
const tasks = {
  price: { type: 'regression', target: 'price' },
  sold: { type: 'binary', target: 'sold' },
  grade: { type: 'multiclass', target: 'grade' },
};

test('an exported model predicts from raw cells what the trainer predicts', async () => {
  await expectSamePredictions(await loaded(train, held, features, tasks), held);
});

test('any number of rows gives the same predictions, one at a time included', async () => {
  const data = await loaded(train, held, features, tasks);
  const all = await run(data, held);
  const single = await run(data, { columns, rows: held.rows.slice(2, 3) });
  for (const [name, width] of [
    ['price', 1],
    ['sold', 1],
    ['grade', 3],
  ] as const) {
    const values = [...(all[name]!.data as Float32Array)].slice(2 * width, 3 * width);
    [...(single[name]!.data as Float32Array)].forEach((value, at) => {
      expect(value).toBeCloseTo(values[at]!, 3);
    });
  }
});

test('outputs are values in own units, the probability of the positive class, and of each class', async () => {
  const data = await loaded(train, held, features, tasks);
  const { price, sold, grade } = await run(data, held);
  for (const value of price!.data as Float32Array) expect(Math.abs(value)).toBeGreaterThan(100);
  for (const value of sold!.data as Float32Array) expect(value * (1 - value)).toBeGreaterThan(0);
  const classes = grade!.data as Float32Array;
  for (let row = 0; row < held.rows.length; row++) {
    const total = classes.slice(3 * row, 3 * row + 3).reduce((sum, each) => sum + each);
    expect(total).toBeCloseTo(1, 5);
  }
  const text = Buffer.from(exported(data)).toString();
  expect(text).toContain('"classes":["high","low","mid"]');
  expect(text).toContain('The probability that sold is "yes".');
  for (const about of ['example-1', '1.2.3', 'price, in its own units']) {
    expect(text).toContain(about);
  }
});

test('columns may have any names: those of tasks, weights and values within the graph', async () => {
  const renamed = [
    'v1',
    'price',
    'output0',
    'shared/dense0/kernel',
    'y',
    'batch0',
    'price_prediction',
  ];
  const awkward = {
    v1: 'number',
    price: 'number',
    output0: 'number',
    'shared/dense0/kernel': 'category',
    batch0: 'category',
  };
  const data = await loaded(
    { ...train, columns: renamed },
    { ...held, columns: renamed },
    awkward,
    {
      price: { type: 'regression', target: 'y' },
      price_prediction: { type: 'multiclass', target: 'price_prediction' },
    },
  );
  expect(exportedOutputs(trained(data)).map(({ name }) => name)).toEqual([
    'price_prediction_prediction',
    'price_prediction',
  ]);
  await expectSamePredictions(data, { ...held, columns: renamed });
});

test('a category without any value in training, and one whose value is the empty text', async () => {
  const table = (rows: Cell[][]): Table => ({ columns: ['c', 'd', 'y'], rows });
  const before = table([
    ['', 'x', 1],
    ['', '', 2],
    ['', 'x', 4],
  ]);
  const after = table([
    ['', '', 0],
    ['new', 'x', 0],
    ['', 'new', 0],
  ]);
  const data = { train: 'train.csv', test: 'test.csv', split: { validation: 0 } };
  for (const missing of [[''], ['NA']]) {
    const text = JSON.stringify({
      data: { ...data, missing, features: { c: 'category', d: 'category' } },
      tasks: { y: { type: 'regression', target: 'y' } },
    });
    const files = { 'train.csv': csv(before), 'test.csv': csv(after) };
    await expectSamePredictions(await load(text, files), after);
  }
});

test('a model takes pictures as tensors, and predicts as the trainer does', async () => {
  const shape = [6, 6, 1] as const;
  const encoding = encodingOf(0, { y: regression, sold: binary }, shape);
  const conv = { conv: 3, kernel: 3, stride: 1, dilation: 1, padding: 'same' } as const;
  const model = buildModel(
    {
      architecture: 'hard-sharing',
      shared: [
        { ...conv, activation: 'relu', l2: 0 },
        { maxPool: 2, padding: 'valid' },
        { globalPool: 'average' },
      ],
      heads: {},
    },
    encoding,
  );
  const weights = model.layout.toNamed(initialWeights(model.layout, 5));
  const about = { experiment: 'example', run: 'example-1', version: '1.2.3' };
  const session = await ort.InferenceSession.create(
    onnxModel({ model, encoding, weights, ...about }),
    { logSeverityLevel: 3 },
  );
  expect(session.inputNames).toEqual(['picture']);
  const rows = 4;
  const random = new Random(2);
  const pictures = Float32Array.from({ length: rows * 36 }, () => random.uniform());
  const results = await session.run({ picture: new ort.Tensor(pictures, [rows, ...shape]) });
  const program = await (await openCpu()).compile(predictionPass(model, encoding, rows));
  const { outputs } = await program.run({
    state: weights.map(({ values }) => values),
    columns: [pictures],
    indices: Int32Array.from({ length: rows }, (_, row) => row),
    inputs: [],
  });
  encoding.tasks.forEach(({ name }, task) => {
    const actual = results[name]!.data as Float32Array;
    expect(actual.length).toBe(rows);
    actual.forEach((value, row) => expect(value).toBeCloseTo(outputs[task]![row]!, 5));
  });
});
