import { add, exp, mul, neg, type Tensor1D } from '@tensorflow/tfjs-core';
import type { SettingsOf } from '../../../shared/balancingSpec';
import type { LossMethod } from '../lossMethod';
import { dot, present } from './lossTensors';
import { noMemory } from './noMemory';

/**
 * Uncertainty weighting (Kendall, Gal & Cipolla 2018, 1705.07115): Σ ½ e^(-s_k) L_k + ½ s_k with the
 * log variances s_k trained by the model's optimiser. The form of a Gaussian likelihood serves every
 * type of loss, as in common implementations; a task without a loss in the batch keeps its s_k.
 */
export function uncertainty(
  { initialLogVariance }: Pick<SettingsOf<'uncertainty'>, 'initialLogVariance'>,
  taskCount: number,
): LossMethod {
  return {
    ...noMemory,
    trained: new Array<number>(taskCount).fill(initialLogVariance),
    objective(losses, { trained }) {
      const terms: Tensor1D = add(mul(exp(neg(trained)), losses), trained);
      return mul(0.5, dot(present(losses), terms));
    },
  };
}
