import { div, exp, maximum, sum } from '@tensorflow/tfjs-core';
import type { LossMethod } from '../lossMethod';
import { logLosses, present } from './lossTensors';
import { noMemory } from './noMemory';

/**
 * Geometric loss strategy (Chennupati et al. 2019, 1904.08492): the geometric mean of the losses,
 * through logarithms, so that many tasks do not overflow.
 */
export function gls(): LossMethod {
  return {
    ...noMemory,
    objective(losses) {
      const count = maximum(sum(present(losses)), 1);
      return exp(div(sum(logLosses(losses)), count));
    },
  };
}
