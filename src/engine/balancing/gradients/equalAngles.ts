import type { Matrix } from '../gradientMethod';
import { pseudoInverse } from '../math/eigen';
import { divideRows, norms, times } from '../math/matrix';

/** Eigenvalues of the cosine matrix up to this part of the largest, a task, count as zero. */
const cutoff = 1e-14;

/**
 * Coefficients a of the unit gradients u_k whose sum Σ a_k u_k has the same product with every u_k,
 * as far as there is such a vector: a = C⁺ 1 with the cosines C.
 * @param gram K x K, without zero rows
 */
export function equalAngleCoefficients(gram: Matrix): number[] {
  const cosines = divideRows(gram, norms(gram));
  return times(
    pseudoInverse(cosines, cutoff * gram.length),
    gram.map(() => 1),
  );
}
