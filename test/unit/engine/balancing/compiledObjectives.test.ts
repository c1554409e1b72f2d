import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { ProgramSpec } from '../../../../src/engine/backend/program';
import type { LossMethod } from '../../../../src/engine/balancing/lossMethod';
import type { BackendChoice } from '../../../../src/shared/messages';
import { Random } from '../../../../src/shared/random';
import { lossSpecs } from './lossSpecs';
import { lossMethod } from './support';

const count = 3;

/** One step: the objective, its derivatives, and the method's new state. */
function stepOf(method: LossMethod): ProgramSpec {
  const trains = method.trained.length > 0;
  const floats = (name: string, length: number) =>
    ({ name, shape: [length], dtype: 'float32' }) as const;
  return {
    name: 'objective',
    batchSize: 1,
    state: [floats('trained', count), ...method.state.map((_, i) => floats(`state${i}`, count))],
    columns: [floats('losses', count)],
    stepInputs: [floats('numbers', Math.max(method.numbers, 1))],
    step({ state: [trained, ...state], batch, inputs: [numbers] }) {
      const inputs = { state: state as tf.Tensor1D[], numbers: numbers as tf.Tensor1D };
      const losses: tf.Tensor1D = tf.reshape(batch[0]!, [count]);
      const differentiate = tf.valueAndGrads((by, parameters) =>
        method.objective(by as tf.Tensor1D, {
          ...inputs,
          trained: (parameters ?? trained) as tf.Tensor1D,
        }),
      );
      const { value, grads } = differentiate(trains ? [losses, trained!] : [losses]);
      const after = tf.mul<tf.Tensor1D>(losses, 0.9);
      const learned = method.afterStep?.(losses, after, {
        ...inputs,
        trained: trained as tf.Tensor1D,
      });
      return { state: [trained!, ...(learned ?? [])], outputs: [value, ...grads] };
    },
  };
}

async function runOn(choice: BackendChoice, method: LossMethod) {
  const numbers = method.stepNumbers({ step: 1, epoch: 0 }, new Random(3));
  const backend = await openBackend(choice, 1, 0);
  const program = await backend.compile(stepOf(method));
  const result = await program.run({
    state: [Float32Array.of(0.1, -0.2, 0.3), ...method.state.map((v) => Float32Array.from(v))],
    // A batch in which every task has a loss, and one in which a task has none.
    columns: [Float32Array.of(0.5, 2, 0.1, 0.7, 0, 3)],
    indices: Int32Array.of(0, 1),
    inputs: [Float32Array.from(method.numbers > 0 ? [...numbers, ...numbers] : [0, 0])],
  });
  await program.dispose();
  await backend.dispose();
  return [...result.outputs, ...result.state].map((values) => [...values]);
}

test.each(lossSpecs)('$method is the same compiled and operation by operation', async (spec) => {
  const compiled = await runOn('onnxruntime', lossMethod(spec, count));
  const eager = await runOn('cpu', lossMethod(spec, count));
  expect(compiled).toHaveLength(eager.length);
  compiled.forEach((values, index) =>
    values.forEach((value, i) => expect(value).toBeCloseTo(eager[index]![i]!, 4)),
  );
  expect(eager.flat().every(Number.isFinite)).toBe(true);
});
