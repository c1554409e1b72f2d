import type { Matrix } from '../gradientMethod';
import { dot, entry, pick, place, quadraticForm, subMatrix, times } from './matrix';
import { solveSymmetric } from './solve';
import { mostTasksEnumerated, subsets } from './subsets';

/** Largest relative change of a weight in a sweep that counts as none. */
const tolerance = 1e-13;
/** A slower descent is left to the exact search, where there is one. */
const sweepsBeforeSearch = 200;
const mostSweeps = 10_000;

/**
 * Weights v ≥ u of the projection of Σ u_k g_k onto the dual cone {x: x · g_k ≥ 0 for all k}, which
 * minimise vᵀ M v (Quinton & Rey 2024, 2406.16232): by Gauss-Seidel, and where that is slow, for few
 * tasks, by trying every set of weights above their bound.
 * @param gram M, the inner products of the g_k, K x K
 * @param bounds u, [K]
 */
export function dualConeWeights(gram: Matrix, bounds: readonly number[]): number[] {
  const weights = [...bounds];
  const isSearched = gram.length <= mostTasksEnumerated;
  for (let sweeps = isSearched ? sweepsBeforeSearch : mostSweeps; sweeps > 0; sweeps--) {
    if (sweep(gram, bounds, weights) <= tolerance) return weights;
  }
  return isSearched ? bestSet(gram, bounds) : weights;
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

/** Minimises by one weight after the other, in place. @returns the largest relative change */
function sweep(gram: Matrix, bounds: readonly number[], weights: number[]): number {
  let change = 0;
  gram.forEach((row, i) => {
    const own = entry(gram, i, i);
    if (own <= 0) return;
    const before = weights[i] as number;
    const after = Math.max(bounds[i] as number, before - dot(row, weights) / own);
    weights[i] = after;
    if (after !== before) change = Math.max(change, Math.abs(after - before) / Math.abs(after));
  });
  return change;
}
