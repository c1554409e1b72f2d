import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { initialWeights } from '../../../../src/engine/model/initialWeights';
import type { Model, TrainingInputs } from '../../../../src/engine/model/model';
import type { OwnModule } from '../../../../src/engine/ownModel/ownModule';
import type { TrainingEvent } from '../../../../src/shared/events';
import type { Experiment } from '../../../../src/shared/experiment';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { encodingOf } from '../model/support';
import { experimentWith, loadedData, record, syntheticDataset, syntheticTasks } from '../support';
import { open, ownSpec, sameLayers } from './support';

const encoding = { ...encodingOf(3, {}), tasks: syntheticTasks };
beforeAll(async () => {
  await tf.setBackend('cpu');
});

const built = (module: OwnModule): Model => buildModel(ownSpec, encoding, module);

/** Values of the raw outputs on three rows. */
function outputsOf(model: Model, training = false): number[][] {
  const theta = tf.tensor1d(initialWeights(model.layout, 1));
  const x = tf.tensor2d([0.1, 0.2, 0.3, -1, 0.5, 2, 0, 1, 0], [3, 3]);
  const key = tf.tensor1d([5, 9], 'int32');
  const given = training ? { key, epoch: tf.scalar(0) } : undefined;
  const { outputs } = model.forward([x], model.layout.weights(theta), given);
  return outputs.map((output) => [...output.dataSync()]);
}

/** What training tells, apart from times. */
async function train(
  experiment: Experiment,
  module?: OwnModule,
  backendName: 'cpu' | 'onnxruntime' | 'auto' = 'cpu',
): Promise<{ events: readonly TrainingEvent[]; reason: string | undefined }> {
  const backend = await openBackend(backendName, 1, 0);
  const dataset = syntheticDataset(90, 3, 2);
  const data = loadedData(syntheticTasks, 3, dataset, { validation: dataset });
  const { events } = await record({ experiment, data, backend, ...(module && { module }) });
  const { reason } = backend.info;
  await backend.dispose();
  const timeless = events.map((event) => ('seconds' in event ? { ...event, seconds: 0 } : event));
  return { events: timeless, reason };
}

const hardSharing = experimentWith({ epochs: 3, batchSize: 16 });
const own: Experiment = { ...hardSharing, model: ownSpec };

describe('an own model with the layers and names of hard sharing', () => {
  test('has its weights, by name, shape, owner and start', async () => {
    const module = await open(sameLayers);
    const { layout, isStochastic, representation } = built(module);
    const expected = buildModel(hardSharing.model, encoding);
    expect(layout.parameters).toEqual(expected.layout.parameters);
    expect({ isStochastic, units: representation?.units }).toEqual({
      isStochastic: false,
      units: 8,
    });
    expect(outputsOf(built(module))).toEqual(outputsOf(expected));
  });

  test.each(['cpu', 'onnxruntime'] as const)(
    'trains to the same numbers, bit for bit, on %s',
    async (backend) => {
      const module = await open(sameLayers);
      const { events } = await train(own, module, backend);
      expect(events.length).toBeGreaterThan(18);
      expect(events).toEqual((await train(hardSharing, undefined, backend)).events);
    },
  );

  test.each(['mgda', 'graddrop'] as const)('is balanced by %s alike', async (method) => {
    const text = `{ "name": "a", "data": { "train": "a.csv" },
      "tasks": {
        "value": { "type": "regression", "target": "y" },
        "sign": { "type": "binary", "target": "z" }
      },
      "balancing": { "method": "${method}", "gradients": "representation" } }`;
    const { balancing } = parseExperiment(text, 'a.mtl.json');
    const change = { balancing };
    const module = await open(sameLayers);
    const { events } = await train({ ...own, ...change }, module);
    expect(events).toEqual((await train({ ...hardSharing, ...change })).events);
  });

  test('is compared with one model a task', async () => {
    const compare = { compare: { singleTask: true } };
    const { events } = await train({ ...own, ...compare }, await open(sameLayers));
    const baselines = events.filter(({ type }) => type === 'baseline');
    expect(baselines).toHaveLength(6);
    const expected = await train({ ...hardSharing, ...compare });
    expect(baselines).toEqual(expected.events.filter(({ type }) => type === 'baseline'));
  });
});

test('lab.weight takes starting values and L2, lab.penalty a term of the objective', async () => {
  const model = built(
    await open(`
      export const shared = (lab, { features }) => {
        const scale = lab.weight('scale', [3], { initial: [1, 2, 3], l2: 0.5 });
        lab.penalty(lab.tf.sum(lab.weight('free', [2], { initial: 7 })));
        return lab.tf.mul(features, scale);
      };
      export const head = (lab, x) => lab.tf.sum(x, 1, true);`),
  );
  const { layout } = model;
  const theta = initialWeights(layout, 1);
  expect(layout.parameters.map(({ name }) => name)).toEqual(['shared/scale', 'shared/free']);
  expect([...theta]).toEqual([1, 2, 3, 7, 7]);
  const weights = layout.weights(tf.tensor1d(theta));
  const { outputs, penalty } = model.forward([tf.tensor2d([[1, 1, 1]])], weights);
  expect(outputs[0]!.arraySync()).toEqual([[6]]);
  expect(penalty!.arraySync()).toBeCloseTo(0.5 * (1 + 4 + 9) + 14, 5);
});

test('dropout drops while training only, each task and call by draws of its own', async () => {
  const model = built(
    await open(`
      export const shared = (lab, { features }) => 
        lab.tf.add(
          lab.tf.zerosLike(lab.tf.tile(features, [1, 200])),
          lab.weight('one', [600], { initial: 1 }),
        );
      export const head = (lab, x) => {
        const [a, b] = [lab.dropout(x, 0.25), lab.dropout(x, 0.25)];
        return lab.tf.mean(lab.tf.mul(a, b), 1, true);
      };`),
  );
  expect(model.isStochastic).toBe(true);
  expect(outputsOf(model).flat()).toEqual(Array.from({ length: 6 }, () => 1));
  const training = outputsOf(model, true);
  expect(training[0]).not.toEqual(training[1]);
  // Two independent masks of mean 1: were they one, this would be 1 / 0.75.
  for (const value of training.flat()) expect(Math.abs(value - 1)).toBeLessThan(0.15);
});

test('shared can give each task a tensor of its own: a mixture of two experts', async () => {
  const module = await open(`
    export function shared({ tf, dense, weight }, { features }) {
      const experts = [0, 1].map((e) => dense('expert' + e, features, 4, { activation: 'tanh' }));
      const mixed = (task) => {
        const gate = tf.softmax(dense('gate/' + task, features, 2));
        const [a, b] = tf.split(gate, 2, 1);
        return tf.add(tf.mul(a, experts[0]), tf.mul(b, experts[1]));
      };
      return { value: mixed('value'), sign: mixed('sign') };
    }
    export const head = (lab, x, { outputs }) => lab.dense('output', x, outputs);`);
  const model = built(module);
  expect(model.representation).toBeUndefined();
  expect(model.layout.sharedSize).toBe(2 * (3 * 4 + 4) + 2 * (3 * 2 + 2));
  const [cpu, compiled] = [await train(own, module), await train(own, module, 'onnxruntime')];
  const losses = ({ events }: typeof cpu): number[] =>
    events.flatMap((event) => (event.type === 'step' ? Object.values(event.loss) : []));
  losses(compiled).forEach((loss, i) => expect(loss).toBeCloseTo(losses(cpu)[i]!, 4));
  expect(losses(cpu).slice(-6, -4)[0]).toBeLessThan(losses(cpu)[0]!);
});

test('own losses take the place of a task, own metrics stand beside the others', async () => {
  const module = await open(
    `${sameLayers}
    export const losses = {
      value({ tf }, output, target) { return tf.mul(2, tf.square(tf.sub(tf.squeeze(output, [1]), target))); },
    };
    export const metrics = {
      value: {
        worst_error: (outputs, targets) => Math.max(...outputs.map((y, row) => Math.abs(y - targets[row]))),
      },
    };`,
    { metrics: '["rmse", "worst_error"]' },
  );
  const spec = { ...own.tasks['value']!, metrics: ['rmse', 'worst_error'] };
  const tasks = syntheticTasks.map((task) => (task.name === 'value' ? { ...task, spec } : task));
  const backend = await openBackend('onnxruntime', 1, 0);
  const dataset = syntheticDataset(90, 3, 2);
  const data = loadedData(tasks, 3, dataset, { validation: dataset });
  const { events } = await record({ experiment: own, data, backend, module });
  const { value } = events.find((event) => event.type === 'epoch')!.validation!;
  expect(value!['loss']).toBeCloseTo(2 * value!['rmse']! ** 2, 4);
  expect(value!['worst_error']).toBeGreaterThan(value!['rmse']!);
  await backend.dispose();
});

test('pictures come by their names, to convolve with weights of four dimensions', async () => {
  const module = await open(`
    export function shared({ tf, weight }, { picture, ...others }) {
      if (Object.keys(others).length > 0) throw new Error('there are no other inputs');
      const y = tf.conv2d(picture, weight('conv/kernel', [3, 3, 1, 4]), 1, 'same');
      return tf.mean(tf.relu(y), [1, 2]);
    }
    export const head = (lab, x, task) => lab.dense('output', x, task.outputs);`);
  const ofPictures = encodingOf(0, own.tasks, [6, 6, 1]);
  const model = buildModel(ownSpec, ofPictures, module);
  const { layout, graph } = model;
  expect(layout.parameters[0]).toMatchObject({ name: 'shared/conv/kernel', initial: 'glorot' });
  expect(graph.edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
    'input/picture > shared',
    'shared > tasks/value',
    'shared > tasks/sign',
  ]);
  const weights = layout.weights(tf.tensor1d(initialWeights(layout, 1)));
  const { outputs } = model.forward([tf.ones([5, 6, 6, 1])], weights);
  expect(outputs.map(({ shape }) => shape)).toEqual([
    [5, 1],
    [5, 1],
  ]);
});

test('pictures are changed at random while training, as their feature says', async () => {
  const module = await open(`
    export const shared = (lab, { picture }) =>
      lab.tf.mul(lab.tf.reshape(picture, [-1, 2]), lab.weight('one', [1], { initial: 1 }));
    export const head = (lab, x) => lab.tf.slice(x, [0, 0], [-1, 1]);`);
  const plain = encodingOf(0, own.tasks, [1, 2, 1]);
  const augment = { flip: true, crop: 0, brightness: 0 };
  const inputs = plain.inputs!.map((input) => ({
    ...input,
    encoding: { ...input.encoding, augment },
  }));
  const model = buildModel(ownSpec, { ...plain, inputs }, module);
  const weights = model.layout.weights(tf.tensor1d(initialWeights(model.layout, 1)));
  const pictures = tf.tile(tf.tensor4d([3, 4], [1, 1, 2, 1]), [50, 1, 1, 1]);
  const left = (training?: TrainingInputs) =>
    new Set(model.forward([pictures], weights, training).outputs[0]!.dataSync());
  expect(left()).toEqual(new Set([3]));
  const key = tf.tensor1d([5, 9], 'int32');
  expect(left({ key, epoch: tf.scalar(0) })).toEqual(new Set([3, 4]));
});

test('a condition that is computed from what is learned has a gradient', async () => {
  const module = await open(`
    export const shared = ({ tf, dense }, { features }) => {
      const x = dense('dense0', features, 8);
      return tf.where(tf.greater(x, 0), x, tf.mul(x, 0.1));
    };
    export const head = (lab, x, task) => lab.dense('output', x, task.outputs);`);
  const { reason, events } = await train(own, module, 'onnxruntime');
  expect(reason).toBeUndefined();
  expect(events.length).toBeGreaterThan(18);
});

describe('what cannot be compiled', () => {
  const withAtan2 = sameLayers.replace(
    "return lab.dense('output',",
    "x = (lab.tf as any).atan2(x, 2);\n  return lab.dense('output',",
  );

  test('runs operation by operation, and the run says which operation it is', async () => {
    const module = await open(withAtan2);
    const { events, reason } = await train(own, module, 'auto');
    expect(reason).toBe('joint step: The operation Atan2 cannot be compiled to ONNX.');
    expect(events).toEqual((await train(own, module, 'cpu')).events);
  });

  test('is refused where a backend was asked for that compiles', async () => {
    await expect(train(own, await open(withAtan2), 'onnxruntime')).rejects.toMatchObject({
      report: { kind: 'backend', code: 'operation-not-compiled' },
    });
  });
});
