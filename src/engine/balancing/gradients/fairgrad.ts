import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod } from '../gradientMethod';
import { fairWeights } from '../math/fairWeights';
import { memoryless, withoutZeroRows } from './memoryless';

/**
 * FairGrad (Ban & Ji 2024, 2402.15638): α-fair weights, (GGᵀ) w = w^(-1/α), solved exactly; α = 1 is
 * Nash-MTL's direction, larger α lean towards the task that gains least. Heads take w_k.
 */
export function fairgrad({ alpha }: Pick<SettingsOf<'fairgrad'>, 'alpha'>): GradientMethod {
  return memoryless(({ batches: [{ gram }] }) => {
    const weights = withoutZeroRows(gram, (rows) => fairWeights(rows, 1 / alpha));
    return { weights, heads: weights };
  });
}
