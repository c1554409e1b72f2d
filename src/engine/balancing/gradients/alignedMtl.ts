import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod, Matrix } from '../gradientMethod';
import { symmetricEigen } from '../math/eigen';
import { scale as scaled, sum } from '../math/matrix';
import { byGram, withoutZeroRows } from './memoryless';

type Scale = SettingsOf<'aligned-mtl'>['scale'];

/** Eigenvalues up to this part of the largest, a task, are the rounding of float32 gradients. */
const float32Rounding = 1.2e-7;

/**
 * Aligned-MTL (Senushkin et al. 2023, 2305.19000): the sum of the gradients after all singular values
 * of the gradient matrix are made one, the smallest, median or root mean square of them.
 */
export function alignedMtl({ scale }: Pick<SettingsOf<'aligned-mtl'>, 'scale'>): GradientMethod {
  return byGram((gram) => withoutZeroRows(gram, (rows) => alignedWeights(rows, scale)));
}

/** B 1 with B = √λ V Λ^(-½) Vᵀ, from the eigenvalues Λ of the Gram matrix above rounding. */
function alignedWeights(gram: Matrix, scale: Scale): number[] {
  const { values, vectors } = symmetricEigen(gram);
  const limit = (values[0] as number) * gram.length * float32Rounding;
  const kept = values.filter((value) => value > limit);
  const weights = gram.map((_, task) =>
    sum(
      kept.map((value, index) => {
        const vector = vectors[index] as readonly number[];
        return ((vector[task] as number) * sum(vector)) / Math.sqrt(value);
      }),
    ),
  );
  return scaled(weights, Math.sqrt(common(kept, scale)));
}

/** The eigenvalue that all become; of an even number, the lower of the two in the middle is the median. */
function common(descending: readonly number[], scale: Scale): number {
  switch (scale) {
    case 'min':
      return descending.at(-1) as number;
    case 'median':
      return descending[Math.floor(descending.length / 2)] as number;
    case 'rmse':
      return sum(descending) / descending.length;
  }
}
