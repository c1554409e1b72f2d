import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropoutMask } from '../../../../src/engine/backend/noise';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../src/engine/backend/program';
import { createOptimizer } from '../../../../src/engine/training/optimizers';
import type { OptimizerSpec } from '../../../../src/shared/experiment';
import { Random } from '../../../../src/shared/random';
import { whereTfjsNodeIs } from '../../../support/tfjsNode';
import { layers, type Layer } from './layers';

const batchSize = 3;
const rows = 7;
const steps = 30;
/** No layer comes close to it within 30 steps, so that relative differences mean something. */
const target = 2;

const optimizers: Readonly<Record<string, OptimizerSpec>> = {
  Adam: {
    name: 'adam',
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
  },
  'SGD with momentum': { name: 'sgd', learningRate: 0.01, momentum: 0.9, weightDecay: 0 },
  RMSProp: {
    name: 'rmsprop',
    learningRate: 0.01,
    alpha: 0.99,
    momentum: 0,
    epsilon: 1e-8,
    weightDecay: 0,
  },
};

/** Losses and final state of a layer trained on random rows, with dropout of what it computes. */
async function train(backend: Backend, layer: Layer, optimizerSpec: OptimizerSpec) {
  const { input, weights, compute } = layer;
  const optimizer = createOptimizer(optimizerSpec);
  const sizes = weights.map((shape) => tf.util.sizeFromShape([...shape]));
  const size = sizes.reduce((total, each) => total + each, 0);
  const float = (name: string, shape: number[]) => ({ name, shape, dtype: 'float32' as const });
  const program = await backend.compile({
    name: 'layer',
    batchSize,
    state: ['parameters', ...optimizer.slots].map((name) => float(name, [size])),
    columns: [{ name: 'input', ...input }],
    stepInputs: [
      ...optimizer.coefficientNames.map((name) => float(name, [])),
      { name: 'dropoutKey', shape: [2], dtype: 'int32' },
    ],
    step({ state, batch, inputs }) {
      const [theta, ...slots] = state as tf.Tensor1D[];
      const { value, grad } = tf.valueAndGrad((parameters: tf.Tensor) => {
        const parts = tf.split(parameters, sizes);
        const output = compute(
          batch[0]!,
          parts.map((part, index) => tf.reshape(part, [...weights[index]!])),
        );
        const mask = dropoutMask(inputs.at(-1) as tf.Tensor1D, output.shape, 0.2, 1);
        return tf.mean(tf.square(tf.sub(tf.mul(output, mask), target)));
      })(theta!);
      const coefficients = inputs.slice(0, -1) as tf.Scalar[];
      const next = optimizer.update(theta!, grad as tf.Tensor1D, slots, coefficients);
      return { state: [next.theta, ...next.slots], outputs: [value] };
    },
  });
  const random = new Random(3);
  const floats = (length: number) => Float32Array.from({ length }, () => random.uniform() - 0.5);
  const values = floats(rows * tf.util.sizeFromShape([...input.shape]));
  const coefficients = Array.from({ length: steps }, (_, step) =>
    optimizer.coefficients(step + 1, optimizerSpec.learningRate),
  );
  const result = await program.run({
    state: [floats(size), ...optimizer.slots.map(() => new Float32Array(size))],
    columns: [input.dtype === 'int32' ? Int32Array.from(values, (x) => (x + 0.5) * 5) : values],
    indices: Int32Array.from({ length: steps * batchSize }, () => random.integer(rows)),
    inputs: [
      ...optimizer.coefficientNames.map((_, which) =>
        Float32Array.from(coefficients, (each) => each[which]!),
      ),
      Int32Array.from({ length: 2 * steps }, () => random.uint32() | 0),
    ],
  });
  await program.dispose();
  return result.outputs[0]!;
}

describe.each(['onnxruntime', 'tfjs-node'] as const)('compiled for %s', (choice) => {
  let compiled: Backend;
  let eager: Backend;
  beforeAll(async () => {
    compiled = await whereTfjsNodeIs(() => openBackend(choice, 1, 0));
    eager = await openBackend('cpu', 1, 0);
  });
  afterAll(async () => {
    await compiled.dispose();
    await eager.dispose();
  });

  const cases = Object.entries(layers).flatMap(([name, layer]) =>
    Object.entries(optimizers).map(([optimizer, spec]) => ({ name, layer, optimizer, spec })),
  );

  it.each(cases)(
    '$name trained by $optimizer has the losses of plain TensorFlow.js over 30 steps, to 1e-4',
    async ({ layer, spec }) => {
      const losses = await train(compiled, layer, spec);
      const expected = await train(eager, layer, spec);
      expect(losses).toHaveLength(steps);
      const differences = [...losses].map((loss, step) => Math.abs(loss / expected[step]! - 1));
      expect(Math.max(...differences)).toBeLessThan(1e-4);
      expect(new Set(losses).size).toBe(steps);
    },
  );
});
