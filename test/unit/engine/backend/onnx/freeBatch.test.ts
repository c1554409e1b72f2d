import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { openCpu } from '../../../../../src/engine/backend/eagerBackend';
import { traceFreeBatch } from '../../../../../src/engine/backend/onnx/freeBatch';
import { valueInfo } from '../../../../../src/engine/backend/onnx/messages';
import {
  encodeModel,
  irVersion,
  ownOperators,
} from '../../../../../src/engine/backend/onnx/schema';
import type { ProgramSpec } from '../../../../../src/engine/backend/program';
import { Random } from '../../../../../src/shared/random';
import { layers } from '../layers';

interface Pass {
  readonly input: { readonly shape: readonly number[]; readonly dtype: 'float32' | 'int32' };
  readonly weights: readonly (readonly number[])[];
  readonly compute: (x: tf.Tensor, weights: readonly tf.Tensor[]) => tf.Tensor;
}

const float = (...shape: number[]) => ({ shape, dtype: 'float32' as const });

/** Operations whose shapes, ranges or constants hold the number of rows. */
const passes: Record<string, Pass> = {
  ...layers,
  'a dense softmax': {
    input: float(6),
    weights: [[6, 4]],
    compute: (x, [w]) => tf.softmax(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)),
  },
  'rows in reverse': { input: float(5), weights: [], compute: (x) => tf.reverse(x, 1) },
  'a slice of every row': {
    input: float(5, 4),
    weights: [],
    compute: (x) => tf.slice(x, [0, 1, 0], [x.shape[0], 3, 2]),
  },
  'rows joined with as many zeros': {
    input: float(3),
    weights: [],
    compute: (x) => tf.concat([x, tf.zeros([x.shape[0], 2])], 1),
  },
  'a token before every row, spread out': {
    input: float(2, 3),
    weights: [[1, 1, 3]],
    compute: (x, [token]) => tf.concat([tf.tile(token!, [x.shape[0], 1, 1]), x], 1),
  },
  'all rows as one long list': {
    input: float(4, 3),
    weights: [[3, 2]],
    compute: (x, [w]) => {
      const flat = tf.matMul(tf.reshape(x, [-1, 3]), w!);
      return tf.reshape(tf.tanh(flat), [x.shape[0], 8]);
    },
  },
};

const sizeOf = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

function specOf({ input, weights, compute }: Pass, batchSize: number): ProgramSpec {
  return {
    name: 'pass',
    batchSize,
    state: weights.map((shape, index) => ({ name: `w${index}`, shape, dtype: 'float32' })),
    columns: [{ name: 'x', ...input }],
    stepInputs: [],
    step: ({ state, batch }) => ({ state, outputs: [compute(batch[0]!, state)] }),
  };
}

/** A session that takes any number of rows. */
function openSession(pass: Pass): Promise<ort.InferenceSession> {
  const { trace, node, initializer } = traceFreeBatch((size) => specOf(pass, size));
  const { inputs, outputs } = trace;
  const output = outputs[0]!;
  const model = encodeModel({
    irVersion,
    producerName: 'test',
    opsetImport: [ownOperators],
    graph: {
      name: 'pass',
      node: [...node],
      initializer: [...initializer],
      input: [...inputs.state, ...inputs.batch].map(({ name, shape, dtype }) =>
        valueInfo(name, name === 'batch0' ? ['batch', ...shape.slice(1)] : shape, dtype),
      ),
      output: [valueInfo(output.name, ['batch', ...output.shape.slice(1)], 'float32')],
    },
  });
  return ort.InferenceSession.create(model, { logSeverityLevel: 3 });
}

it.each(Object.entries(passes))('%s takes any number of rows', async (_name, pass) => {
  const session = await openSession(pass);
  const random = new Random(11);
  const floats = (shape: readonly number[]) =>
    Float32Array.from({ length: sizeOf(shape) }, () => random.uniform() - 0.5);
  const weights = pass.weights.map(floats);
  for (const rows of [1, 2, 7]) {
    const shape = [rows, ...pass.input.shape];
    const values = floats(shape);
    const x =
      pass.input.dtype === 'int32' ? Int32Array.from(values, (each) => (each + 0.5) * 5) : values;
    const program = await (await openCpu()).compile(specOf(pass, rows));
    const indices = Int32Array.from({ length: rows }, (_, row) => row);
    const expected = await program.run({ state: weights, columns: [x], indices, inputs: [] });
    const feeds = weights.map(
      (each, index) => [`state${index}`, new ort.Tensor(each, pass.weights[index])] as const,
    );
    const results = await session.run({
      ...Object.fromEntries(feeds),
      batch0: new ort.Tensor(pass.input.dtype, x, shape),
    });
    const actual = [...(results[session.outputNames[0]!]!.data as Float32Array)];
    expect(actual).toHaveLength(expected.outputs[0]!.length);
    actual.forEach((value, at) => expect(value).toBeCloseTo(expected.outputs[0]![at]!, 5));
  }
});

it('says what depends on the number of rows where that cannot be undone', () => {
  const numbered: Pass = {
    input: float(2),
    weights: [],
    compute: (x) => tf.add(x, tf.reshape(tf.range(0, x.shape[0]), [-1, 1])),
  };
  expect(() => traceFreeBatch((size) => specOf(numbered, size))).toThrow(
    /batches of any size: the constant \w+ differs/,
  );
  const crossed: Pass = {
    input: float(2),
    weights: [],
    compute: (x) => {
      const pairs = tf.matMul(x, x, false, true);
      return tf.reshape(pairs, [x.shape[0] ** 2]);
    },
  };
  expect(() => traceFreeBatch((size) => specOf(crossed, size))).toThrow(/constant \w+ differs/);
  const unrolled: Pass = {
    input: float(2),
    weights: [],
    compute: (x) => (x.shape[0] % 4 === 1 ? tf.neg(x) : tf.abs(x)),
  };
  expect(() => traceFreeBatch((size) => specOf(unrolled, size))).toThrow(/its operations differ/);
});
