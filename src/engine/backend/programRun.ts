import { util } from '@tensorflow/tfjs-core';
import type { ProgramRun, ProgramSpec, TensorSpec } from './program';

/**
 * Number of steps of a run.
 * @throws Error when there is no step, or an array does not have the size that the program says
 */
export function countSteps(spec: ProgramSpec, run: ProgramRun): number {
  const steps = run.indices.length / spec.batchSize;
  if (!Number.isInteger(steps) || steps === 0) {
    throw new Error(`${spec.name}: ${run.indices.length} indices for batches of ${spec.batchSize}`);
  }
  const check = (specs: readonly TensorSpec[], lengths: readonly number[], rows?: number) => {
    if (lengths.length !== specs.length) {
      throw new Error(`${spec.name}: ${lengths.length} arrays for ${specs.length} tensors`);
    }
    specs.forEach(({ name, shape }, index) => {
      const size = util.sizeFromShape([...shape]);
      const length = lengths[index] ?? 0;
      if (rows === undefined ? length % size !== 0 : length !== rows * size) {
        throw new Error(`${spec.name}: '${name}' has ${length} elements, of ${size} each`);
      }
    });
  };
  const lengths = (arrays: readonly ArrayLike<number>[]) => arrays.map(({ length }) => length);
  check(spec.state, lengths(run.state), 1);
  check(spec.columns, lengths(run.columns));
  check(spec.stepInputs, lengths(run.inputs), steps);
  return steps;
}
