import type { LossMethod } from '../lossMethod';
import { softmax } from '../math/simplex';
import { dot } from './lossTensors';
import { noMemory } from './noMemory';

/**
 * Random loss weighting (Lin et al. 2022, 2111.10603): every step other weights, the softmax of
 * normal draws; they sum to 1.
 */
export function rlw(taskCount: number): LossMethod {
  return {
    ...noMemory,
    numbers: taskCount,
    stepNumbers: (_position, random) =>
      softmax(Array.from({ length: taskCount }, () => random.normal())),
    objective: (losses, { numbers }) => dot(losses, numbers),
  };
}
