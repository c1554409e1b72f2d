import type { GradientMethod, Matrix } from '../gradientMethod';
import { divide, norms, scale, sum } from '../math/matrix';
import { equalAngleCoefficients } from './equalAngles';
import { byGram, withoutZeroRows } from './memoryless';

/** Sum of the coefficients, a task, at which the gradients cancel. */
const vanishing = 1e-10;

/** IMTL-G (Liu et al. 2021, ICLR): the combination with the same projection on every task's gradient. */
export function imtlG(): GradientMethod {
  return byGram(impartialWeights);
}

/**
 * Weights that sum to 1, some may be negative; 0 for zero rows. All are 0 where only the zero vector
 * has equal projections, as for two opposite gradients.
 * @param gram K x K
 */
export function impartialWeights(gram: Matrix): number[] {
  return withoutZeroRows(gram, (rows) => {
    const coefficients = equalAngleCoefficients(rows);
    if (!(Math.abs(sum(coefficients)) > vanishing * rows.length)) return rows.map(() => 0);
    const weights = divide(coefficients, norms(rows));
    return scale(weights, 1 / sum(weights));
  });
}
