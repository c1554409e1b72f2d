import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as runtime from 'onnxruntime-node';
import { channelBlock } from '../../../../../src/engine/backend/onnx/channelBlock';
import { openOnnxRuntime } from '../../../../../src/engine/backend/onnx/onnxBackend';
import { traceStep } from '../../../../../src/engine/backend/onnx/trace';
import type { ProgramSpec } from '../../../../../src/engine/backend/program';

const matrix = (name: string, shape: number[]) => ({ name, shape, dtype: 'float32' as const });

/** For each task the gradient of its loss by the weights of a layer that the tasks share. */
const taskGradients: ProgramSpec = {
  name: 'task gradients',
  batchSize: 2,
  state: [matrix('shared', [3, 4]), matrix('first', [4, 1]), matrix('second', [4, 1])],
  columns: [matrix('x', [3])],
  stepInputs: [],
  step: ({ state: [shared, ...heads], batch: [x] }) => ({
    state: [shared!, ...heads],
    outputs: heads.map((head) =>
      tf.grad((weights) => {
        const features = tf.tanh(tf.matMul(x!, weights));
        return tf.mean(tf.square(tf.matMul(features, head)));
      })(shared!),
    ),
  }),
};

/** A convolution with biases, a Relu and a pooling, and the gradient of its mean by all weights. */
const convolution: ProgramSpec = {
  name: 'convolution',
  batchSize: 2,
  state: [matrix('filter', [3, 3, 2, 4]), matrix('bias', [4])],
  columns: [matrix('pictures', [6, 6, 2])],
  stepInputs: [],
  step: ({ state, batch: [pictures] }) => {
    const layer = (filter: tf.Tensor, bias: tf.Tensor) => {
      const product = tf.conv2d(pictures as tf.Tensor4D, filter as tf.Tensor4D, 1, 'valid');
      return tf.maxPool(tf.relu(tf.add<tf.Tensor4D>(product, bias)), 2, 2, 'valid');
    };
    return {
      state,
      outputs: tf.grads((...weights) => tf.mean(layer(weights[0]!, weights[1]!)))([...state]),
    };
  },
};

/** The mean of two convolutions of 16 channels with a pooling between them, and all gradients. */
const twoConvolutions: ProgramSpec = {
  name: 'two convolutions',
  batchSize: 2,
  state: [matrix('first', [3, 3, 3, 16]), matrix('bias', [16]), matrix('second', [3, 3, 16, 16])],
  columns: [matrix('pictures', [8, 8, 3])],
  stepInputs: [],
  step: ({ state, batch: [pictures] }) => ({
    state,
    outputs: tf.grads((first, bias, second) => {
      const product = tf.conv2d(pictures as tf.Tensor4D, first as tf.Tensor4D, 1, 'same');
      const pooled = tf.maxPool(tf.relu(tf.add<tf.Tensor4D>(product, bias)), 2, 2, 'valid');
      return tf.mean(tf.conv2d(pooled, second as tf.Tensor4D, 1, 'same'));
    })([...state]),
  }),
};

function operators(spec: ProgramSpec, block?: number): string[] {
  const { graph, outputs } = traceStep(spec, block);
  return graph.reachable(outputs).node.map(({ opType }) => opType);
}

describe('an ONNX graph', () => {
  it('computes once what the gradient of each task traces anew', () => {
    const written = operators(taskGradients);
    expect(written.filter((opType) => opType === 'Tanh')).toHaveLength(1);
    // The layer; for each task its head, and the gradients by features and by weights.
    expect(written.filter((opType) => opType === 'Gemm')).toHaveLength(1 + 2 * 3);
  });

  it('keeps a convolution channels first, adds biases in it and pools without positions', () => {
    const written = operators(convolution);
    expect(written.join(' ')).toContain('Conv Relu MaxPool');
    expect(written).not.toContain('MaxUnpool');
    // The pictures, the filter, the filter's gradient, and the output's to multiply it by.
    expect(written.filter((opType) => opType === 'Transpose')).toHaveLength(4);
  });

  it('keeps pictures in blocks of channels from one convolution to the next, and back', () => {
    const written = operators(twoConvolutions, 16);
    expect(written.join(' ')).toMatch(/Conv Relu MaxPool (ReorderOutput )?(\w+ )*Conv/);
    // The output's gradient, which comes from a mean, is the only picture that is laid out.
    expect(written.filter((opType) => opType === 'ReorderInput')).toHaveLength(1);
    // What filters' gradients read: of the first convolution its gradient, of the second its input.
    // And what the bias's gradient adds up.
    expect(written.filter((opType) => opType === 'ReorderOutput')).toHaveLength(3);
  });

  it('finds the size of the blocks on processors that have such operators', async () => {
    const sizes = process.arch === 'x64' ? [8, 16] : [undefined, 8, 16];
    expect(sizes).toContain(await channelBlock(runtime));
  });

  it('returns a value as often as the step does', async () => {
    const program = await (
      await openOnnxRuntime(1)
    ).compile({
      name: 'equal results',
      batchSize: 1,
      state: [matrix('a', [2]), matrix('b', [2])],
      columns: [],
      stepInputs: [],
      step: ({ state: [a] }) => ({
        state: [tf.add(a!, 1), tf.add(a!, 1)],
        outputs: [tf.add(a!, 1), a!],
      }),
    });
    const state = [Float32Array.of(1, 2), Float32Array.of(0, 0)];
    const result = await program.run({ state, columns: [], indices: Int32Array.of(0), inputs: [] });
    const next = Float32Array.of(2, 3);
    expect(result.state).toEqual([next, next]);
    expect(result.outputs).toEqual([next, state[0]]);
  });
});
