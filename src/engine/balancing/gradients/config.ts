import type { GradientMethod, Matrix } from '../gradientMethod';
import { divide, divideRows, dot, norms, scale, times } from '../math/matrix';
import { equalAngleCoefficients } from './equalAngles';
import { byGram, withoutZeroRows } from './memoryless';

/** Squared length of the sum of unit gradients, a task, at which they cancel. */
const vanishing = 1e-20;

/**
 * ConFIG (Liu, Chu & Thuerey 2024, 2408.11104): the direction with the same cosine to every task's
 * gradient, as long as the sum of the gradients' projections on it.
 */
export function config(): GradientMethod {
  return byGram((gram) => withoutZeroRows(gram, conflictFreeWeights));
}

function conflictFreeWeights(gram: Matrix): number[] {
  const lengths = norms(gram);
  const coefficients = equalAngleCoefficients(gram);
  // x = Σ a_k u_k, by its products with the unit gradients u_k.
  const products = times(divideRows(gram, lengths), coefficients);
  const square = dot(coefficients, products);
  if (!(square > vanishing * gram.length)) return gram.map(() => 0);
  return scale(divide(coefficients, lengths), dot(lengths, products) / square);
}
