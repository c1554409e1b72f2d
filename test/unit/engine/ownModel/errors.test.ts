import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, test } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { openModule } from '../../../../src/engine/ownModel/openModule';
import { formatError } from '../../../../src/shared/errors';
import { reportOf } from '../data/support';
import { loadedData, record, syntheticDataset, syntheticTasks } from '../support';
import { moduleSource, sameLayers } from './support';

/** Opens the module, builds its model and trains a step, as `mtl-lab train` does. */
async function use(...given: Parameters<typeof moduleSource>): Promise<void> {
  const source = moduleSource(...given);
  const module = await openModule(source);
  const dataset = syntheticDataset(20, 3, 2);
  const { metrics } = source.experiment.tasks['value']!;
  const [value, sign] = syntheticTasks;
  const tasks = [{ ...value!, spec: { ...value!.spec, metrics } }, sign!];
  const data = loadedData(tasks, 3, dataset, { validation: dataset });
  buildModel(source.experiment.model, data.encoding, module);
  const backend = await openBackend('onnxruntime', 1, 0);
  try {
    await record({ experiment: source.experiment, data, backend, module });
  } finally {
    await backend.dispose();
  }
}

/** The error as the terminal shows it, without the folder. */
async function errorOf(...given: Parameters<typeof moduleSource>): Promise<string> {
  const report = await reportOf(use(...given));
  expect(report.kind).toBe('experiment');
  return formatError(report).replaceAll(/\S*[\\/](?=[\w-]+\.(ts|mtl\.json))/g, '');
}

const shared = 'export const shared = (lab, { features }) => features;\n';
const head = 'export const head = (lab, x, task) => lab.dense("output", x, task.outputs);\n';

describe('an error of a module names its line', () => {
  test.each([
    ['does not parse', `${shared}export const head = (;`, "model.ts:2:22: Unexpected ';'"],
    [
      'imports a package',
      `import fs from 'node:fs';\nexport { fs };`,
      "model.ts:1:16: 'node:fs' cannot be imported, only files by relative paths. TensorFlow.js is lab.tf.",
    ],
    ['throws when it is loaded', '\nthrow new TypeError("no");', 'model.ts:2:7: The module: no'],
    [
      'has no head',
      shared,
      "model.ts: The module exports no function 'head'.\n  Write export function head(lab, ...) { ... }, see docs/own-model.md.",
    ],
    [
      'throws',
      `${shared}export function head(lab, x) {\n  return lab.tf.sum(x.missing.size);\n}`,
      "model.ts:3:31: head of 'value': Cannot read properties of undefined (reading 'size')",
    ],
    [
      'throws what is no error',
      `${shared}export function head() {\n  throw 'text';\n}`,
      "model.ts:2:8: head of 'value': text",
    ],
    [
      'multiplies what does not fit',
      `${shared}export const head = ({ tf, weight }, x) =>\n  tf.matMul(x, weight('w', [5, 1]));`,
      "model.ts:3:6: head of 'value': Error in matMul: inner shapes (3) and (5) of Tensors with shapes 2,3 and 5,1 and transposeA=false and transposeB=false must match.",
    ],
    [
      'returns another width',
      `${shared}export function head(lab, x) {\n  return x;\n}`,
      "model.ts:2:8: head of 'value' must return [batch, 1] of type float32; it returned [batch, 3].",
    ],
    [
      'mixes rows',
      `export function shared({ tf }, { features }) {\n  return tf.sum(features, 0);\n}\n${head}`,
      'model.ts:1:8: shared must return a tensor [batch, ...] of type float32, or such a tensor for each task, all of one shape; it returned [3] for 2 rows.',
    ],
    [
      'is asynchronous',
      `export async function shared(lab, { features }) {\n  return features;\n}\n${head}`,
      'model.ts:1:1: shared must return a tensor [batch, ...] of type float32, or such a tensor for each task, all of one shape; it returned a promise.',
    ],
    [
      'asks for another shape with other rows',
      `${shared}export function head(lab, x) {\n  return lab.weight('w', [x.shape[0], 1]);\n}`,
      "model.ts:3:14: head of 'value': the weight 'w', [3, 1], was [2, 1] before; every pass must ask for the same weights",
    ],
    [
      'asks for a weight while training only',
      `${head}export function shared(lab, { features }) {\n  if (lab.training) lab.weight('late', [1]);\n  return features;\n}`,
      "model.ts:3:25: shared: the weight 'late', [1], was not asked for before; every pass must ask for the same weights",
    ],
    [
      'asks for a weight in evaluations only',
      `${head}export function shared(lab, { features }) {\n  if (!lab.training) lab.weight('early', [1]);\n  return features;\n}`,
      "model.ts:2:8: shared asked for the weight 'early' in one pass and not in the next.",
    ],
    [
      'has a weight of no size',
      `${head}export function shared(lab, { features }) {\n  return lab.tf.add(features, lab.weight('w', [0]));\n}`,
      "model.ts:3:35: shared: the weight 'w' has the shape [0]; sizes are whole numbers from 1",
    ],
    [
      'takes an operation without a gradient',
      `${shared}export const head = (lab, x, task) =>\n  lab.tf.cumprod(lab.dense("output", x, task.outputs), 1);`,
      'model.ts: The operation Cumprod has no gradient in TensorFlow.js, so nothing before it can learn.\n  Replace the operation; mtl-lab.d.ts declares those that are compiled.',
    ],
    [
      'names an activation that there is not',
      `${shared}export const head = (lab, x, task) =>\n  lab.dense("output", x, task.outputs, { activation: "swish" });`,
      "model.ts:3:7: head of 'value': there is no activation 'swish'; there are linear, relu, tanh, sigmoid, elu, softplus",
    ],
    [
      'adds a penalty for each row',
      `${head}export function shared(lab, { features }) {\n  lab.penalty(lab.tf.sum(features, 1));\n  return features;\n}`,
      'model.ts:3:7: shared: penalty takes a tensor of one number, [], not [2]',
    ],
    [
      'has nothing to learn',
      `${shared}export const head = ({ tf }, x) => tf.sum(x, 1, true);`,
      'model.ts: The model asks for no weights, so there is nothing to learn.',
    ],
    [
      'has a loss of another shape',
      `${shared}${head}export const losses = {\n  sign: ({ tf }, output) => tf.mean(output),\n};`,
      'model.ts:4:9: losses.sign must return a loss for each row, [batch]; it returned [] for 20 rows.',
    ],
    [
      'has a loss of no task',
      `${shared}${head}export const losses = { sing: () => 1 };`,
      "model.ts: losses: there is no task 'sing'.\n  Did you mean 'sign'?",
    ],
  ])('that %s', async (_, model, error) => {
    expect(await errorOf(model)).toBe(error.replaceAll("Unexpected ';'", 'Unexpected ";"'));
  });

  test('in a file that it imports', async () => {
    const files = {
      'part.ts': '\n\nexport const part = (x: number) => {\n  throw new Error(`${x}`);\n};',
    };
    const model = `import { part } from './part';\n${head}export const shared = () => part(7);`;
    expect(await errorOf(model, { files })).toBe('part.ts:4:9: shared: 7');
  });

  test('of a metric that is no number', async () => {
    const model = `${sameLayers}export const metrics = {\n  value: {\n    worst_error: () => 'high',\n  },\n};`;
    expect(await errorOf(model, { metrics: '["worst_error"]' })).toMatch(
      /^model\.ts:\d+:18: metrics\.value\.worst_error must return a number; it returned string\.$/,
    );
  });
});

test('a metric that the module does not have is marked in the experiment', async () => {
  const model = `${sameLayers}export const metrics = { value: { worst_error: () => 1 } };`;
  expect(await errorOf(model, { metrics: '["rmse", "wurst_error"]' })).toBe(
    "own.mtl.json:4:90: The module has no metrics.value.wurst_error.\n  Did you mean 'worst_error'?",
  );
});

test('a metric of a task that has none is marked alone', async () => {
  expect(await errorOf(sameLayers, { metrics: '["worst_error"]' })).toBe(
    'own.mtl.json:4:82: The module has no metrics.value.worst_error.',
  );
});

test('a module that is not there is marked in the experiment', async () => {
  const source = moduleSource(sameLayers);
  const model = { ...source.experiment.model, module: './other.ts' };
  const report = await reportOf(
    openModule({ ...source, experiment: { ...source.experiment, model } }),
  );
  expect(report).toMatchObject({
    code: 'module-missing',
    location: { file: source.file, line: 7 },
  });
});

test.each([
  ['shared', `${head}export function shared(lab, { features }) {\n  while (features);\n}`, 2],
  ['The module', 'for (;;);', undefined],
  ['losses.value', `${sameLayers}export const losses = {\n  value() { for (;;); },\n};`, 10],
])('code that does not come back is ended: %s', async (name, model, line) => {
  const report = await reportOf(use(model));
  expect(report).toMatchObject({ code: 'module-hangs' });
  expect(report.message).toBe(`${name} did not come back within 10 seconds.`);
  expect(report.location?.line).toBe(line);
});

test('a module sees the language and nothing of the process', async () => {
  const model = `export const shared = () => { throw [typeof process, typeof require, typeof fetch].join(); };\n${head}`;
  expect(await errorOf(model)).toContain('shared: undefined,undefined,undefined');
});
