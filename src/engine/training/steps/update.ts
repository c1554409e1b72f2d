import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import type { ProgramSpec } from '../../backend/program';
import type { Optimizer } from '../optimizers';
import { floats } from './passes';

/**
 * An optimiser's update by a gradient that is given. State: the vector, its slots. Step inputs: the
 * gradient [size], then the optimiser's coefficients. One step is one row of no columns.
 */
export function update(name: string, size: number, optimizer: Optimizer): ProgramSpec {
  return {
    name,
    batchSize: 1,
    state: ['values', ...optimizer.slots].map((slot) => floats(slot, [size])),
    columns: [],
    stepInputs: [
      floats('gradient', [size]),
      ...optimizer.coefficientNames.map((coefficient) => floats(coefficient, [])),
    ],
    step({ state, inputs }) {
      const [values, ...slots] = state as Tensor1D[];
      const [gradient, ...coefficients] = inputs as [Tensor1D, ...Scalar[]];
      if (!values) throw new Error('there is nothing to update');
      const next = optimizer.update(values, gradient, slots, coefficients);
      return { state: [next.theta, ...next.slots], outputs: [] };
    },
  };
}
