import type { Matrix } from '../gradientMethod';
import { symmetricEigen } from './eigen';
import { diagonal, dot, quadraticForm, sum, times } from './matrix';
import { solveSymmetric } from './solve';

/** Eigenvalues up to this part of the largest make a matrix singular. */
const singular = 1e-14;
/** Added to a singular matrix, as a part of its mean eigenvalue. */
const ridge = 1e-10;
const mostIterations = 1000;
/** The largest part of a weight that one step may take away. */
const mostShrinkage = 0.9;
/** Part of the objective's size at which the predicted gain is rounding. */
const negligible = 1e-30;

/**
 * The positive solution of M w = w^(-p), elementwise: of Nash-MTL (2202.01017) with p = 1, of
 * FairGrad (2402.15638) with p = 1 / α. It minimises the strictly convex ½ wᵀMw - Σ ∫ w^(-p), here
 * by Newton's method with a line search.
 *
 * A singular M may have no solution, when some combination of the rows cancels: it gets a ridge, and
 * the weights of such rows become large while the sum of the weighted rows stays near 0.
 * @param gram M, K x K, positive semi-definite with a positive diagonal
 */
export function fairWeights(gram: Matrix, power: number): number[] {
  const matrix = withoutSingularity(gram);
  // Of rows at right angles this is the solution.
  let weights = diagonal(matrix).map((value) => value ** (-1 / (1 + power)));
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const slope = times(matrix, weights).map((v, i) => v - (weights[i] as number) ** -power);
    const hessian = matrix.map((row, i) =>
      row.map((v, j) => (i === j ? v + power * (weights[i] as number) ** (-power - 1) : v)),
    );
    const step = solveSymmetric(hessian, slope)?.map((value) => -value);
    if (!step) break;
    const gain = -dot(slope, step);
    weights = lineSearch(matrix, power, weights, step, gain);
    if (gain <= negligible * quadraticForm(matrix, weights)) break;
  }
  return weights;
}

function lineSearch(
  matrix: Matrix,
  power: number,
  weights: readonly number[],
  step: readonly number[],
  gain: number,
): number[] {
  const shrinkage = Math.max(...step.map((change, i) => -change / (weights[i] as number)));
  const start = objective(matrix, power, weights);
  const rounding = 1e-14 * Math.abs(start);
  let length = Math.min(1, mostShrinkage / Math.max(shrinkage, mostShrinkage));
  for (;;) {
    const moved = weights.map((weight, i) => weight + length * (step[i] as number));
    const change = objective(matrix, power, moved) - start;
    if (change <= rounding - 1e-4 * length * gain || length < 1e-10) return moved;
    length /= 2;
  }
}

function objective(matrix: Matrix, power: number, weights: readonly number[]): number {
  const integral = (w: number) => (power === 1 ? Math.log(w) : w ** (1 - power) / (1 - power));
  return quadraticForm(matrix, weights) / 2 - sum(weights.map(integral));
}

function withoutSingularity(gram: Matrix): Matrix {
  const { values } = symmetricEigen(gram);
  if (Math.min(...values) > singular * Math.max(...values)) return gram;
  const added = (ridge * sum(diagonal(gram))) / gram.length;
  return gram.map((row, i) => row.map((value, j) => (i === j ? value + added : value)));
}
