import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod } from '../gradientMethod';
import { fairWeights } from '../math/fairWeights';
import { quadraticForm, scale } from '../math/matrix';
import { noMemory, withoutZeroRows } from './memoryless';

type Settings = Pick<SettingsOf<'nash-mtl'>, 'maxNorm' | 'updateEvery'>;

/**
 * Nash-MTL (Navon et al. 2022, 2202.01017): the Nash bargaining solution α > 0 with (GGᵀ) α = 1 / α,
 * solved exactly. The direction Gᵀα is shortened to `maxNorm`; heads take α_k as it is.
 */
export function nashMtl({ maxNorm, updateEvery }: Settings): GradientMethod {
  let alpha: readonly number[] = [];
  return {
    ...noMemory,
    combine({ batches: [{ gram }], step }) {
      if (alpha.length === 0 || (step - 1) % updateEvery === 0) {
        alpha = withoutZeroRows(gram, (rows) => fairWeights(rows, 1));
      }
      const length = Math.sqrt(quadraticForm(gram, alpha));
      const isTooLong = maxNorm > 0 && length > maxNorm;
      return { weights: isTooLong ? scale(alpha, maxNorm / length) : alpha, heads: alpha };
    },
    save: () => ({ numbers: alpha, rows: [] }),
    restore({ numbers }) {
      alpha = numbers;
    },
  };
}
