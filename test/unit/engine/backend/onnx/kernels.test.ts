import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openCpu } from '../../../../../src/engine/backend/eagerBackend';
import { kernelTable } from '../../../../../src/engine/backend/onnx/kernels/kernelTable';
import { openOnnxRuntime } from '../../../../../src/engine/backend/onnx/onnxBackend';
import type { Backend, ProgramSpec } from '../../../../../src/engine/backend/program';
import { Random } from '../../../../../src/shared/random';
import { blockedCases } from './blockedCases';
import type { KernelCase } from './kernelCase';
import { kernelCases } from './kernelCases';

const sizeOf = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

/** Values of the case for every set of arguments, then its gradients by every argument. */
function program({ kernel, shapes, compute, differentiable }: KernelCase): ProgramSpec {
  const args = shapes.flat();
  return {
    name: kernel,
    batchSize: 1,
    state: args.map((shape, index) => ({ name: `argument ${index}`, shape, dtype: 'float32' })),
    columns: [],
    stepInputs: [],
    step({ state }) {
      const rest = [...state];
      const outputs = shapes.flatMap((set) => {
        const given = rest.splice(0, set.length);
        const values = [compute(...given)].flat();
        if (!differentiable) return values;
        return [...values, ...tf.grads((...each) => weightedSum([compute(...each)].flat()))(given)];
      });
      return { state, outputs };
    },
  };
}

/** A scalar whose gradient by each element of each value differs. */
function weightedSum(values: readonly tf.Tensor[]): tf.Tensor {
  return values
    .map((value) => {
      const weights = Float32Array.from({ length: value.size }, (_, i) => Math.cos(i) + 1.5);
      return tf.sum(tf.mul(tf.reshape(value, [-1]), tf.tensor1d(weights)));
    })
    .reduce((total, term) => tf.add(total, term));
}

async function evaluate(backend: Backend, each: KernelCase): Promise<Float32Array[]> {
  const compiled = await backend.compile(program(each));
  const random = new Random(7);
  const [low, high] = each.range;
  const state = each.shapes
    .flat()
    .map((shape) =>
      Float32Array.from({ length: sizeOf(shape) }, () => low + (high - low) * random.uniform()),
    );
  const { outputs } = await compiled.run({
    state,
    columns: [],
    indices: Int32Array.of(0),
    inputs: [],
  });
  await compiled.dispose();
  return [...outputs];
}

/** That the case has the values and gradients of plain TensorFlow.js. */
async function check(each: KernelCase, backend: Backend): Promise<void> {
  const compiled = await evaluate(backend, each);
  const expected = await evaluate(await openCpu(), each);
  expect(compiled.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  expected.forEach((values, output) => {
    values.forEach((value, i) => {
      const error = Math.abs(compiled[output]![i]! - value);
      expect(error, `output ${output}[${i}]`).toBeLessThanOrEqual(
        1e-5 * Math.max(1, Math.abs(value)),
      );
    });
  });
}

const titled = (cases: readonly KernelCase[]) =>
  cases.map((each, index) => ({ ...each, title: `${index} ${each.kernel}` }));

describe('a kernel compiled to ONNX', () => {
  it.each(titled(kernelCases))(
    '$title: gives the values and gradients of plain TensorFlow.js',
    async (each) => check(each, await openOnnxRuntime(1)),
  );

  it.each(titled(blockedCases))(
    'in blocks of channels and without them, $title: gives the same',
    async (each) => {
      await check(each, await openOnnxRuntime(2));
      await check(each, await openOnnxRuntime(1, false));
    },
  );

  it('has a case for every entry of the table', () => {
    const tested = new Set(kernelCases.flatMap(({ kernel }) => kernel.split(' ')));
    expect(Object.keys(kernelTable).filter((kernel) => !tested.has(kernel))).toEqual([]);
  });

  // TensorFlow.js's cpu backend divides by the window's size there, elements of padding included.
  it('shares the gradient of an average among the elements that a padded window covers', async () => {
    const backend = await openOnnxRuntime(1);
    const compiled = await backend.compile({
      name: 'average pooling',
      batchSize: 1,
      state: [{ name: 'x', shape: [1, 3, 3, 1], dtype: 'float32' }],
      columns: [],
      stepInputs: [],
      step: ({ state: [x] }) => ({
        state: [x!],
        outputs: [tf.grad((each) => tf.sum(tf.avgPool(each as tf.Tensor4D, 2, 2, 'same')))(x!)],
      }),
    });
    const run = { columns: [], indices: Int32Array.of(0), inputs: [] };
    const { outputs } = await compiled.run({ ...run, state: [new Float32Array(9)] });
    expect(outputs).toEqual([Float32Array.of(0.25, 0.25, 0.5, 0.25, 0.25, 0.5, 0.5, 0.5, 1)]);
  });

  it('adds up all that meets at one row, on several threads too', async () => {
    const [steps, rows, width, count] = [30, 50, 64, 40_000];
    const backend = await openOnnxRuntime(2);
    const compiled = await backend.compile({
      name: 'gather',
      batchSize: count,
      state: [{ name: 'table', shape: [rows, width], dtype: 'float32' }],
      columns: [{ name: 'row', shape: [], dtype: 'int32' }],
      stepInputs: [],
      step: ({ state: [table], batch: [row] }) => ({
        state: [table!],
        outputs: [tf.grad((each) => tf.sum(tf.gather(each, row as tf.Tensor1D)))(table!)],
      }),
    });
    const { outputs } = await compiled.run({
      state: [new Float32Array(rows * width)],
      columns: [Int32Array.from({ length: count }, (_, index) => index % rows)],
      indices: Int32Array.from({ length: steps * count }, (_, index) => index % count),
      inputs: [],
    });
    expect(new Set(outputs[0])).toEqual(new Set([count / rows]));
  });

  it.each(['relu', 'elu', 'sigmoid', 'tanh', 'softplus', 'softmax'] as const)(
    'lets NaN through %s, so that a loss that diverges is seen',
    async (activation) => {
      const backend = await openOnnxRuntime(1);
      const compiled = await backend.compile({
        name: activation,
        batchSize: 1,
        state: [{ name: 'x', shape: [33], dtype: 'float32' }],
        columns: [],
        stepInputs: [],
        step: ({ state: [x] }) => ({ state: [x!], outputs: [tf[activation](x!)] }),
      });
      const x = new Float32Array(33).fill(Number.NaN);
      const run = { state: [x], columns: [], indices: Int32Array.of(0), inputs: [] };
      expect((await compiled.run(run)).outputs).toEqual([x]);
    },
  );
});
