import type { Backend } from '../backend/program';
import type { Dataset } from '../data/dataset';
import { predictionPass } from '../model/predictionPass';
import { Programs } from '../training/programs';
import type { TrainedRun } from './trainedRun';

const largestBatch = 1024;

/**
 * What a trained model says of encoded rows.
 * @returns by task, in order: [rows, ...outputShape], see `predictionPass`
 * @throws MtlError of kind `data` when the weights do not fit the model
 */
export async function predict(
  { model, encoding, weights }: TrainedRun,
  backend: Backend,
  { rows, features, inputs = [] }: Pick<Dataset, 'rows' | 'features' | 'inputs'>,
): Promise<readonly Float32Array[]> {
  const state = model.layout
    .toNamed(model.layout.fromNamed(weights))
    .map(({ values }) => Float32Array.from(values));
  const columns = [...(encoding.width > 0 ? [features] : []), ...inputs];
  const programs = new Programs(backend, (size) => predictionPass(model, encoding, size));
  const results: (readonly Float32Array[])[] = [];
  try {
    for (let first = 0; first < rows; first += largestBatch) {
      const size = Math.min(largestBatch, rows - first);
      const indices = Int32Array.from({ length: size }, (_, index) => first + index);
      const program = await programs.forBatch(size);
      const { outputs } = await program.run({ state, columns, indices, inputs: [] });
      results.push(outputs);
    }
  } finally {
    await programs.dispose();
  }
  return encoding.tasks.map((_, task) => joined(results.map((outputs) => outputs[task])));
}

function joined(parts: readonly (Float32Array | undefined)[]): Float32Array {
  const whole = new Float32Array(parts.reduce((size, part) => size + (part?.length ?? 0), 0));
  let offset = 0;
  for (const part of parts) {
    if (!part) continue;
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
