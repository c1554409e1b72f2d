import type { Matrix } from '../gradientMethod';
import { dot, pick, place, quadraticForm, subMatrix, sum, times } from './matrix';
import { projectToSimplex } from './simplex';
import { solveSymmetric } from './solve';
import { mostTasksEnumerated, subsets } from './subsets';

const mostSteps = 2000;

/**
 * The dual problem of CAGrad (2110.14048): weights w of the simplex that minimise
 * w · b + κ √(wᵀMw). Exact for few tasks, where on each face of the simplex the solution is that of
 * a quadratic equation; for many, projected gradient descent finds the face.
 * @param gram M, inner products of the gradients, K x K
 * @param products b, inner products of each gradient and the mean gradient, [K]
 * @param radius κ, how far from the mean gradient the direction may go: c times its length
 */
export function conflictAverseWeights(
  gram: Matrix,
  products: readonly number[],
  radius: number,
): number[] {
  const value = (w: readonly number[]) =>
    dot(w, products) + radius * Math.sqrt(quadraticForm(gram, w));
  if (gram.length > mostTasksEnumerated) return byDescent(gram, products, radius, value);
  let best = gram.map(() => 1 / gram.length);
  let smallest = value(best);
  for (const face of subsets(gram.length)) {
    const weights = onFace(gram, products, radius, face);
    if (!weights || weights.some((weight) => weight < 0) || value(weights) >= smallest) continue;
    best = weights;
    smallest = value(weights);
  }
  return best;
}

/**
 * Where the gradient by the face's weights is the same number μ for all: Mw = t (μ1 - b) with
 * t = ‖g_w‖ / κ. With A = 1ᵀM⁻¹1, B = 1ᵀM⁻¹b, C = bᵀM⁻¹b, from wᵀMw = (κt)² follows
 * Aμ² - 2Bμ + C = κ², and from Σw = 1 follows t = 1 / (Aμ - B).
 */
function onFace(
  gram: Matrix,
  products: readonly number[],
  radius: number,
  face: readonly number[],
): number[] | undefined {
  const inner = subMatrix(gram, face);
  const b = pick(products, face);
  const ones = solveSymmetric(
    inner,
    face.map(() => 1),
  );
  const solved = solveSymmetric(inner, b);
  if (!ones || !solved) return undefined;
  const [first, mixed] = [sum(ones), sum(solved)];
  const root = Math.sqrt(mixed ** 2 - first * (dot(b, solved) - radius ** 2));
  if (!(root > 0)) return undefined;
  const level = (mixed + root) / first;
  const weights = ones.map((value, i) => (level * value - (solved[i] as number)) / root);
  return place(weights, face, gram.length);
}

function byDescent(
  gram: Matrix,
  products: readonly number[],
  radius: number,
  value: (weights: readonly number[]) => number,
): number[] {
  let weights = gram.map(() => 1 / gram.length);
  let length = 1 / Math.max(...products.map(Math.abs), Number.MIN_VALUE);
  for (let step = 0; step < mostSteps; step++) {
    const size = Math.sqrt(quadraticForm(gram, weights));
    if (size === 0) return weights;
    const slope = times(gram, weights).map(
      (product, i) => (products[i] as number) + (radius * product) / size,
    );
    const start = value(weights);
    const moved = (by: number) =>
      projectToSimplex(weights.map((weight, i) => weight - by * (slope[i] as number)));
    length *= 2;
    while (length > 0 && value(moved(length)) >= start) length /= 2;
    if (length === 0) break;
    weights = moved(length);
  }
  const face = weights.flatMap((weight, index) => (weight > 1e-6 ? [index] : []));
  const exact = onFace(gram, products, radius, face);
  const isBetter = exact?.every((weight) => weight >= 0) && value(exact) <= value(weights);
  return exact && isBetter ? exact : weights;
}
