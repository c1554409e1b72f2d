import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openCpu } from '../../../../../src/engine/backend/eagerBackend';
import { openOnnxRuntime } from '../../../../../src/engine/backend/onnx/onnxBackend';
import type { Backend } from '../../../../../src/engine/backend/program';
import { Random } from '../../../../../src/shared/random';
import { layers, type Layer } from './layers';

const batchSize = 3;
const sizeOf = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

/** Two Adam steps (Kingma and Ba, arXiv 1412.6980) on the mean square of what the layer computes. */
async function train(backend: Backend, { input, weights, compute }: Layer) {
  const slots = ['weight', 'first moment', 'second moment'];
  const program = await backend.compile({
    name: 'layer',
    batchSize,
    state: [
      ...slots.flatMap((slot) =>
        weights.map((shape, i) => ({ name: `${slot} ${i}`, shape, dtype: 'float32' as const })),
      ),
      { name: 'steps', shape: [], dtype: 'float32' },
    ],
    columns: [{ name: 'input', ...input }],
    stepInputs: [],
    step({ state, batch }) {
      const count = weights.length;
      const steps = tf.add(state[3 * count]!, 1);
      const current = state.slice(0, count);
      const { value, grads } = tf.valueAndGrads((...each: tf.Tensor[]) =>
        tf.mean(tf.square(compute(batch[0]!, each))),
      )(current);
      const decay = (slot: number, rate: number, power: (x: tf.Tensor) => tf.Tensor) =>
        grads.map((gradient, i) =>
          tf.add(tf.mul(state[slot * count + i]!, rate), tf.mul(power(gradient), 1 - rate)),
        );
      const m = decay(1, 0.9, (x) => x);
      const v = decay(2, 0.999, tf.square);
      const next = current.map((weight, i) => {
        const mean = tf.div(m[i]!, tf.sub(1, tf.pow(0.9, steps)));
        const root = tf.sqrt(tf.div(v[i]!, tf.sub(1, tf.pow(0.999, steps))));
        return tf.sub(weight, tf.div(tf.mul(0.01, mean), tf.add(root, 1e-3)));
      });
      return { state: [...next, ...m, ...v, steps], outputs: [value] };
    },
  });
  const random = new Random(3);
  const floats = (shape: readonly number[]) =>
    Float32Array.from({ length: sizeOf(shape) }, () => random.uniform() - 0.5);
  const rows = floats([6, ...input.shape]);
  const result = await program.run({
    state: [
      ...weights.map(floats),
      ...[...weights, ...weights].map((shape) => new Float32Array(sizeOf(shape))),
      new Float32Array(1),
    ],
    columns: [input.dtype === 'int32' ? Int32Array.from(rows, (x) => (x + 0.5) * 5) : rows],
    indices: Int32Array.of(4, 0, 2, 1, 5, 3),
    inputs: [],
  });
  await program.dispose();
  return [...result.outputs, ...result.state];
}

describe('a layer compiled to ONNX', () => {
  it.each(Object.entries(layers))('trains %s as plain TensorFlow.js does', async (_name, layer) => {
    const compiled = await train(await openOnnxRuntime(1), layer);
    const expected = await train(await openCpu(), layer);
    expect(expected[0]!.every((loss) => loss > 0)).toBe(true);
    expected.forEach((values, index) => {
      values.forEach((value, i) => {
        const error = Math.abs(compiled[index]![i]! - value);
        expect(error, `${index}[${i}]`).toBeLessThanOrEqual(1e-4 * Math.max(0.1, Math.abs(value)));
      });
    });
  });

  it('names an operation that cannot be compiled', async () => {
    const backend = await openOnnxRuntime(1);
    const compiled = backend.compile({
      name: 'step',
      batchSize: 1,
      state: [{ name: 'x', shape: [1, 2, 2, 1], dtype: 'float32' }],
      columns: [],
      stepInputs: [],
      step: ({ state: [x] }) => ({
        state: [x!],
        outputs: [tf.image.resizeBilinear(x as tf.Tensor4D, [4, 4])],
      }),
    });
    await expect(compiled).rejects.toMatchObject({
      report: {
        kind: 'backend',
        code: 'operation-not-compiled',
        message: 'The operation ResizeBilinear cannot be compiled to ONNX.',
      },
    });
  });
});
