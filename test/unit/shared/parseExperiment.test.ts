import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { MtlError, type ErrorReport } from '../../../src/shared/errors';
import { parseExperiment } from '../../../src/shared/parseExperiment';

const minimal = `{
  "data": { "train": "people.csv" },
  "tasks": { "income": { "type": "binary", "target": "rich" } }
}`;

/** The error and its `others`, in one list. */
function reportsOf(text: string): ErrorReport[] {
  try {
    parseExperiment(text, 'test.mtl.json');
  } catch (error) {
    if (!(error instanceof MtlError)) throw error;
    const { others = [], ...first } = error.report;
    return [first, ...others];
  }
  throw new Error('the experiment is valid');
}

/** The experiment with something at the end of an object, and where that starts. */
function withText(text: string, insertion: string, before: string): string {
  const at = text.indexOf(before);
  if (at < 0) throw new Error(`no ${before}`);
  return text.slice(0, at) + insertion + text.slice(at);
}

function positionOf(text: string, part: string): { line: number; column: number } {
  const lines = text.slice(0, text.indexOf(part)).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

describe('a valid experiment', () => {
  test('may have features with names that JavaScript uses itself', () => {
    const text = minimal
      .replace(
        '"people.csv"',
        '"people.csv", "features": { "constructor": { "type": "text", "maxTokens": 8 } }',
      )
      .replace(/\}$/, ', "model": { "encoders": { "constructor": [{ "embedding": 8 }, POOL] } } }')
      .replace('POOL', '{ "globalPool": "average" }');
    expect(parseExperiment(text, 'test.mtl.json').data.features).toHaveProperty('constructor');
    const without = reportsOf(text.replace(/, "model".*$/, '}'));
    expect(without[0]?.message).toContain("the text 'constructor' needs an embedding first");
  });

  test('gets every default that is not written', () => {
    expect(parseExperiment(minimal, '/lab/people.mtl.json')).toEqual({
      name: 'people',
      data: {
        train: 'people.csv',
        split: { validation: 0.15, test: 0.15, seed: 7 },
        ignore: [],
        missing: ['', 'NA', 'N/A', 'NaN', 'nan', 'null'],
      },
      tasks: { income: { type: 'binary', target: 'rich', metrics: ['auc', 'accuracy'] } },
      model: {
        architecture: 'hard-sharing',
        shared: [{ dense: 64, activation: 'relu', l2: 0 }],
        heads: { default: [{ dense: 32, activation: 'relu', l2: 0 }] },
      },
      balancing: { method: 'equal' },
      relations: { every: 25, affinity: false },
      compare: { singleTask: false },
      training: {
        schedule: 'joint',
        epochs: 20,
        batchSize: 256,
        seed: 42,
        shuffle: true,
        optimizer: {
          name: 'adam',
          learningRate: 0.001,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
          weightDecay: 0,
        },
        learningRateSchedule: { type: 'constant' },
        monitor: 'loss',
      },
    });
  });

  test('may have comments and trailing commas, and holds all that the format has', () => {
    const experiment = parseExperiment(
      `{
        "$schema": "./experiment.schema.json",
        "name": "everything", // a comment
        "data": {
          "train": "a.jsonl.gz", "test": "b.TSV",
          "split": { "validation": 0.2, "stratify": "kind" },
          "features": {
            "age": "number",
            "city": { "type": "category" },
            "km/h": { "type": "number", "scale": "minmax" },
            "height": { "type": "number" },
          },
          "ignore": ["id"], "missing": ["-"],
        },
        "tasks": {
          "kind": { "type": "multiclass", "target": "kind", "metrics": ["f1"] },
          "size": { "type": "regression", "target": "size", "loss": "huber", "scale": "none" },
          "good": { "type": "binary", "target": "good", "positive": "good" },
        },
        "model": { "shared": [{ "dropout": 0.5 }, { "dense": 8, "l2": 0.01 }], "heads": { "size": [] } },
        "balancing": { "method": "fixed", "weights": { "kind": 1, "size": 0.5, "good": 0 } },
        "training": {
          "optimizer": { "name": "sgd", "learningRate": 0.1 },
          "learningRateSchedule": { "type": "step", "every": 5 },
          "earlyStopping": {},
          "monitor": "kind.f1",
          "initialWeights": "start.safetensors",
        },
      }`,
      'x.mtl.json',
    );
    expect(experiment.name).toBe('everything');
    expect(experiment).not.toHaveProperty('$schema');
    expect(Object.entries(experiment.data.features ?? {})).toEqual([
      ['age', { type: 'number', scale: 'standard' }],
      ['city', { type: 'category' }],
      ['km/h', { type: 'number', scale: 'minmax' }],
      ['height', { type: 'number', scale: 'standard' }],
    ]);
    expect(experiment.tasks['size']).toEqual({
      type: 'regression',
      target: 'size',
      loss: 'huber',
      scale: 'none',
      metrics: ['rmse', 'r2'],
    });
    expect(experiment.model).toEqual({
      architecture: 'hard-sharing',
      shared: [{ dropout: 0.5 }, { dense: 8, activation: 'relu', l2: 0.01 }],
      heads: { size: [], default: [{ dense: 32, activation: 'relu', l2: 0 }] },
    });
    expect(experiment.training).toMatchObject({
      optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9, weightDecay: 0 },
      learningRateSchedule: { type: 'step', every: 5, factor: 0.1 },
      earlyStopping: { patience: 10, minDelta: 0 },
    });
  });

  test('two tasks may have the same target', () => {
    const text = withText(
      minimal,
      '"again": { "type": "regression", "target": "rich" }, ',
      '"income"',
    );
    expect(Object.keys(parseExperiment(text, 'x').tasks)).toEqual(['again', 'income']);
  });

  test('defaults of one experiment are not shared with the next', () => {
    const first = parseExperiment(minimal, 'x');
    const second = parseExperiment(minimal, 'x');
    expect(first.model.shared).not.toBe(second.model.shared);
  });

  test.each([
    ['first-steps', 'first-steps'],
    ['first-steps', 'alternating'],
    ['adult', 'adult'],
    ['penguins', 'penguins'],
    ['census', 'census'],
    ['multi-mnist', 'multi-mnist'],
    ['multi-mnist', 'multi-mnist-conv'],
    ['objects-and-faces', 'objects-and-faces'],
    ['own-model', 'own-model'],
    ['reviews', 'reviews'],
    ['compiler-messages', 'compiler-messages'],
  ])('the file %s/%s of the samples is one', async (sample, name) => {
    const file = `samples/${sample}/${name}.mtl.json`;
    expect(parseExperiment(await readFile(file, 'utf8'), file).name).toBe(name);
  });

  test('a name is made of the name of the file when that cannot be one', () => {
    expect(parseExperiment(minimal, 'C:\\data\\my (2) tasks.mtl.json').name).toBe('my -2- tasks');
  });
});

describe('an error names the key and its place', () => {
  const data = (rest: string): string => withText(minimal, `, ${rest} `, '},\n  "tasks"');
  const task = (rest: string): string => withText(minimal, `, ${rest}`, ' } }\n}');
  const root = (rest: string): string => withText(minimal, `,\n  ${rest}`, '\n}');

  test.each([
    [
      'an unknown key',
      root('"trainig": {}'),
      '"trainig"',
      "There is no key 'trainig' in an experiment.",
      "Did you mean 'training'?",
    ],
    [
      'an unknown key further in',
      data('"split": { "seeed": 1 }'),
      '"seeed"',
      "There is no key 'seeed' in data.split.",
      "Did you mean 'seed'?",
    ],
    [
      'a loss on a binary task',
      task('"loss": "mse"'),
      '"loss"',
      "There is no key 'loss' in tasks.income.",
      'Keys: type, target, positive, metrics.',
    ],
    [
      'a positive label on a regression',
      withText(
        minimal,
        '"r": { "type": "regression", "target": "y", "positive": "x" }, ',
        '"income"',
      ),
      '"positive"',
      "There is no key 'positive' in tasks.r.",
      'Keys: type, target, loss, scale, metrics.',
    ],
    [
      'an unknown task type',
      minimal.replace('"binary"', '"binray"'),
      '"binray"',
      'tasks.income.type must be one of "regression", "binary", "multiclass", "multilabel", "detection", "segmentation", "tagging", "sequence".',
      'Did you mean "binary"?',
    ],
    [
      'a metric of another task type',
      task('"metrics": ["auc", "rmse"]'),
      '"rmse"',
      'tasks.income.metrics[1] must be one of "auc", "accuracy", "f1", "precision", "recall".',
      undefined,
    ],
    [
      'a number out of range',
      root('"training": { "epochs": 0 }'),
      '0 }',
      'training.epochs must be at least 1.',
      undefined,
    ],
    [
      'a fraction that is not one',
      root('"model": { "shared": [{ "dropout": 1 }] }'),
      '1 }]',
      'model.shared[0].dropout must be less than 1.',
      undefined,
    ],
    [
      'a wrong type',
      root('"training": { "epochs": "20" }'),
      '"20"',
      'training.epochs must be a whole number.',
      undefined,
    ],
    [
      'a type that is none of two',
      minimal
        .replace(/"type": "binary"/, '"type": "detection"')
        .replace(/"target": "[^"]*"/, '"target": 5'),
      '5',
      'tasks.income.target must be a text in quotes or an object { … }.',
      undefined,
    ],
    [
      'an unknown feature type',
      data('"features": { "age": "numbr" }'),
      '"numbr"',
      'data.features.age must be one of "number", "category".',
      'Did you mean "number"?',
    ],
    [
      'a table in another format',
      minimal.replace('people.csv', 'people.xlsx'),
      '"people.xlsx"',
      'data.train: A table is a .csv, .tsv or .jsonl file, one of these as .gz, a .parquet file, an IDX file (…-idx3-ubyte), or a folder of pictures.',
      undefined,
    ],
    [
      'a task name that cannot be part of a weight name',
      minimal.replace('"income"', '"in/come"'),
      '"in/come"',
      'tasks: A task\'s name becomes part of weight names: it must not contain "/".',
      undefined,
    ],
    [
      "a task with the name of every task's head",
      minimal.replace('"income"', '"default"'),
      '"default"',
      "A task cannot be named 'default': in model.heads that is the head of every task.",
      undefined,
    ],
    [
      'a head of no task',
      root('"model": { "heads": { "incme": [] } }'),
      '"incme"',
      "model.heads: there is no task 'incme'.",
      "Did you mean 'income'?",
    ],
    [
      'a task without a weight',
      root('"balancing": { "method": "fixed", "weights": {} }'),
      '{} }',
      "balancing.weights has no weight for the task 'income'.",
      'Add "income": 1, for example.',
    ],
    [
      'a weight of no task',
      root('"balancing": { "method": "fixed", "weights": { "income": 1, "age": 1 } }'),
      '"age"',
      "balancing.weights: there is no task 'age'.",
      'Tasks: income.',
    ],
    [
      'a method that balances a single task',
      root('"balancing": { "method": "pcgrad" }'),
      '"pcgrad"',
      "balancing.method: 'pcgrad' balances tasks, and there is only one.",
      'Use "equal", or add a task.',
    ],
    [
      'preferences that have no effect',
      root('"balancing": { "method": "stch", "weights": { "income": 1 } }').replace(
        '"tasks": {',
        '"tasks": { "other": { "type": "binary", "target": "poor" },',
      ),
      '"weights"',
      'balancing.weights has no effect while losses are normalised by their nadir.',
      'Add "normalise": "none", or remove the weights.',
    ],
    [
      'a setting of another method',
      root('"balancing": { "method": "pcgrad", "alpha": 1 }'),
      '"alpha"',
      "There is no key 'alpha' in balancing.",
      'Keys: method, order, rescale.',
    ],
    [
      'gradients by the representation where a method has none',
      root('"balancing": { "method": "cagrad", "gradients": "representation" }'),
      '"gradients"',
      "There is no key 'gradients' in balancing.",
      'Keys: method, c, divisor, rescale.',
    ],
    [
      'a monitor of no task',
      root('"training": { "monitor": "incom.auc" }'),
      '"incom.auc"',
      'training.monitor: \'incom.auc\' is neither "loss" nor "<task>.<metric>" of a task.',
      "Did you mean 'income.auc'?",
    ],
    [
      'a monitor the task does not report',
      root('"training": { "monitor": "income.f1" }'),
      '"income.f1"',
      "training.monitor: the task 'income' does not report 'f1'.",
      'Add "f1" to tasks.income.metrics.',
    ],
    [
      'a split that leaves nothing to train on',
      data('"split": { "validation": 0.5, "test": 0.5 }'),
      '{ "validation"',
      'data.split leaves no rows to train on.',
      'validation and test together must be less than 1.',
    ],
    [
      'a target as a feature',
      data('"features": { "rich": "number" }'),
      '"rich": "number"',
      "'rich' is the target of the task 'income': the model must not see it.",
      'Remove it from data.features.',
    ],
    [
      'a feature that is ignored',
      data('"features": { "id": "number" }, "ignore": ["id"]'),
      '"id": "number"',
      "'id' is a feature and is in data.ignore.",
      'Remove it from one of the two.',
    ],
    [
      'a regression to stratify by',
      withText(
        data('"split": { "stratify": "size" }'),
        '"size": { "type": "regression", "target": "cm" }, ',
        '"income"',
      ),
      '"size" }',
      "data.split.stratify: 'size' is a regression task; its values have no proportions.",
      'Name a binary or multiclass task, or a column with few values.',
    ],
    [
      'a key that is there twice',
      minimal.replace('"tasks"', '"data": {}, "tasks"'),
      '"data": {}',
      "The key 'data' is there twice.",
      undefined,
    ],
    [
      'text that is not JSON',
      minimal.replace('"people.csv"', 'people.csv'),
      'people.csv',
      'Not valid JSON: invalid symbol.',
      undefined,
    ],
  ])('%s', (_what, text, part, message, hint) => {
    expect(reportsOf(text)).toMatchObject([
      {
        kind: 'experiment',
        code: expect.stringMatching(/^[a-z-]+$/) as string,
        message,
        ...(hint !== undefined && { hint }),
        location: { file: 'test.mtl.json', ...positionOf(text, part) },
      },
    ]);
  });

  test.each([
    ['one that is required', minimal.replace('"target"', '"targt"'), 'targt', 'target'],
    ['one that tells variants apart', minimal.replace('"type"', '"typ"'), 'typ', 'type'],
    [
      'the kind of a layer',
      root('"model": { "shared": [{ "con": 8, "kernel": 3 }] }'),
      'con',
      'conv',
    ],
  ])('a mistyped key is one problem: %s', (_what, text, key, likely) => {
    expect(reportsOf(text)).toMatchObject([
      { code: 'unknown-key', likely, location: positionOf(text, `"${key}"`) },
    ]);
  });

  test('a layer without the key that names it needs one', () => {
    const text = root('"model": { "shared": [{ "activation": "relu" }] }');
    expect(reportsOf(text)).toMatchObject([{ code: 'missing-key' }]);
  });

  test('a missing key is reported where it should be', () => {
    expect(
      reportsOf('{\n  "data": {},\n  "tasks": { "a": { "type": "binary" } }\n}'),
    ).toMatchObject([
      { message: "data needs the key 'train'.", location: { line: 2, column: 11 } },
      { message: "tasks.a needs the key 'target'.", location: { line: 3, column: 19 } },
    ]);
  });

  test('all problems come at once, in the order of the file', () => {
    const text = `{
  "data": { "train": "a.csv", "tset": "b.csv" },
  "tasks": { "a": { "type": "binary", "target": "t" } },
  "training": { "epochs": 1.5, "seed": -1 }
}`;
    expect(reportsOf(text).map(({ location }) => [location?.line, location?.column])).toEqual([
      [2, 31],
      [4, 27],
      [4, 40],
    ]);
  });

  test.each(['constructor', 'toString', '__proto__'])(
    'a task with a name that JavaScript uses itself: %s',
    (name) => {
      const text = minimal.replace('"income"', `"${name}"`);
      expect(reportsOf(text)).toMatchObject([
        {
          message: `A task cannot be named '${name}': JavaScript uses this name itself.`,
          location: positionOf(text, `"${name}"`),
        },
      ]);
    },
  );

  test.each(['', '[]', '"text"', 'null'])('%j is no experiment', (text) => {
    expect(reportsOf(text)[0]?.location).toMatchObject({
      file: 'test.mtl.json',
      line: 1,
      column: 1,
    });
  });
});
