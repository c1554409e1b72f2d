import type { Matrix } from '../gradientMethod';
import { entry, pick, place, quadraticForm, subMatrix, times } from './matrix';
import { solveSymmetric } from './solve';
import { mostTasksEnumerated, subsets } from './subsets';

/** Relative change at which, and sweeps after which, the Gauss-Seidel iteration ends. */
const tolerance = 1e-15;
const mostSweeps = 10_000;

/**
 * Weights v ≥ u of the projection of Σ u_k g_k onto the dual cone {x: x · g_k ≥ 0 for all k}, which
 * minimise vᵀ M v (Quinton & Rey 2024, 2406.16232). Exact for few tasks, where every set of weights
 * above their bound is tried; Gauss-Seidel for many.
 * @param gram M, the inner products of the g_k, K x K
 * @param bounds u, [K]
 */
export function dualConeWeights(gram: Matrix, bounds: readonly number[]): number[] {
  return gram.length <= mostTasksEnumerated ? bestSet(gram, bounds) : gaussSeidel(gram, bounds);
}

function bestSet(gram: Matrix, bounds: readonly number[]): number[] {
  let best = [...bounds];
  let smallest = quadraticForm(gram, best);
  for (const free of subsets(gram.length)) {
    const fixed = bounds.map((bound, index) => (free.includes(index) ? 0 : bound));
    const right = pick(times(gram, fixed), free).map((value) => -value);
    const solution = solveSymmetric(subMatrix(gram, free), right);
    if (!solution) continue;
    const raised = place(solution, free, gram.length);
    const weights = fixed.map((value, index) => value + (raised[index] as number));
    if (weights.some((weight, index) => weight < (bounds[index] as number))) continue;
    const value = quadraticForm(gram, weights);
    if (value >= smallest) continue;
    [best, smallest] = [weights, value];
  }
  return best;
}

function gaussSeidel(gram: Matrix, bounds: readonly number[]): number[] {
  const weights = [...bounds];
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let change = 0;
    gram.forEach((row, i) => {
      const own = entry(gram, i, i);
      if (own <= 0) return;
      const before = weights[i] as number;
      const others = row.reduce((total, value, j) => total + value * (weights[j] as number), 0);
      const after = Math.max(bounds[i] as number, before - others / own);
      weights[i] = after;
      change = Math.max(change, Math.abs(after - before) / Math.max(Math.abs(after), 1e-300));
    });
    if (change <= tolerance) break;
  }
  return weights;
}
