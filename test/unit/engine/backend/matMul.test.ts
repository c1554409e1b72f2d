import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend, ProgramSpec } from '../../../../src/engine/backend/program';
import { openTfjsNode } from '../../../../src/engine/backend/tfjsNode';
import { gradientsBy } from '../../../../src/engine/training/steps/passes';
import { whereTfjsNodeIs } from '../../../support/tfjsNode';

const backends: Readonly<Record<string, () => Promise<Backend>>> = {
  'plain TensorFlow.js': () => openBackend('cpu', 1, 0),
  'ONNX Runtime': () => openBackend('onnxruntime', 1, 0),
  'tfjs-node': () => openBackend('tfjs-node', 1, 0),
  'tfjs-node operation by operation': async () => (await openTfjsNode(1)).eager(),
};

type Product = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** The product of two factors, and the gradients of its square by each of them. */
function stepOf(leading: readonly (readonly number[])[], product: Product): ProgramSpec {
  return {
    name: 'product',
    batchSize: 1,
    state: leading.map((axes, index) => ({
      name: `factor ${index}`,
      shape: [...axes, 2, 2],
      dtype: 'float32',
    })),
    columns: [],
    stepInputs: [],
    step: ({ state }) => {
      const [a, b] = state as [tf.Tensor, tf.Tensor];
      const gradients = gradientsBy([a, b], () => tf.sum(tf.square(product(a, b))));
      return { state: [...state], outputs: [product(a, b), ...gradients] };
    },
  };
}

async function compute(backend: Backend, spec: ProgramSpec): Promise<number[][]> {
  const state = spec.state.map(({ shape }, factor) =>
    Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, (_, i) =>
      Math.sin(factor + i),
    ),
  );
  const program = await backend.compile(spec);
  const { outputs } = await program.run({
    state,
    columns: [],
    indices: new Int32Array(1),
    inputs: [],
  });
  await program.dispose();
  return outputs.map((output) => [...output]);
}

const repeated = (factor: tf.Tensor, leading: readonly number[]): tf.Tensor =>
  tf.mul(factor, tf.ones([...leading, 1, 1]));

describe.each(Object.entries(backends))('a product of many matrices on %s', (_name, open) => {
  it.each([
    {
      leading: [
        [2, 1],
        [2, 3],
      ],
      whole: [2, 3],
    },
    {
      leading: [
        [1, 3],
        [2, 1],
      ],
      whole: [2, 3],
    },
    { leading: [[3], [2, 3]], whole: [2, 3] },
    { leading: [[2, 3], []], whole: [2, 3] },
  ])(
    'repeats those of the leading axes that a factor lacks: $leading',
    async ({ leading, whole }) => {
      const backend = await whereTfjsNodeIs(open);
      for (const [transposeA, transposeB] of [
        [false, false],
        [false, true],
        [true, false],
        [true, true],
      ] as const) {
        const product: Product = (a, b) => tf.matMul(a, b, transposeA, transposeB);
        const actual = await compute(backend, stepOf(leading, product));
        const expected = await compute(
          backend,
          stepOf(leading, (a, b) => product(repeated(a, whole), repeated(b, whole))),
        );
        expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
        actual.flat().forEach((value, index) => {
          expect(value).toBeCloseTo(expected.flat()[index]!, 5);
        });
      }
    },
  );
});
