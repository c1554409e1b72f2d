import type { Matrix } from '../gradientMethod';
import { diagonal, place, quadraticForm, subMatrix, times } from './matrix';
import { solveSymmetric } from './solve';
import { mostTasksEnumerated, subsets } from './subsets';

/** Of the squared length, the gain below which Wolfe's algorithm has arrived. */
const tolerance = 1e-14;

/**
 * The convex combination of vectors nearest to 0 (Désidéri 2012): its weights, which are not
 * negative and sum to 1. Exact: every face of the simplex is tried, or, for many vectors, Wolfe's
 * algorithm (1976) goes from face to face.
 * @param gram inner products of the vectors, K x K
 */
export function minNormWeights(gram: Matrix): number[] {
  return gram.length <= mostTasksEnumerated ? bestFace(gram) : wolfe(gram);
}

function bestFace(gram: Matrix): number[] {
  let best: number[] = [];
  let smallest = Infinity;
  for (const face of subsets(gram.length)) {
    const weights = nearestOnHull(gram, face);
    if (!weights || weights.some((weight) => weight < 0)) continue;
    const length = quadraticForm(gram, weights);
    if (length >= smallest) continue;
    [best, smallest] = [weights, length];
  }
  return best;
}

/**
 * Weights of the point nearest to 0 in the affine hull of some of the vectors: they sum to 1, some
 * may be negative. Undefined when the vectors depend on each other affinely.
 */
function nearestOnHull(gram: Matrix, face: readonly number[]): number[] | undefined {
  const inner = subMatrix(gram, face);
  // The shortest vector's length as the unit of Σ w = 1 keeps the system well scaled.
  const unit = Math.sqrt(Math.min(...diagonal(inner).filter((value) => value > 0), Infinity));
  const border = Number.isFinite(unit) ? unit : 1;
  const system = [...inner.map((row) => [...row, border]), [...face.map(() => border), 0]];
  const solution = solveSymmetric(system, [...face.map(() => 0), border]);
  return solution && place(solution.slice(0, -1), face, gram.length);
}

function wolfe(gram: Matrix): number[] {
  const squares = diagonal(gram);
  const start = squares.indexOf(Math.min(...squares));
  let face = [start];
  let weights = place([1], face, gram.length);
  for (;;) {
    const products = times(gram, weights);
    const next = products.indexOf(Math.min(...products));
    const gain = quadraticForm(gram, weights) - (products[next] as number);
    if (gain <= tolerance * Math.max(...squares) || face.includes(next)) return weights;
    const moved = descend(gram, [...face, next], weights);
    if (quadraticForm(gram, moved.weights) >= quadraticForm(gram, weights)) return weights;
    ({ face, weights } = moved);
  }
}

/** To the nearest point of the face's hull, or as far as the simplex goes, leaving out who is at 0. */
function descend(gram: Matrix, face: readonly number[], from: readonly number[]) {
  let weights = [...from];
  let active = [...face];
  for (;;) {
    const target = nearestOnHull(gram, active);
    if (!target) return { face: active, weights };
    const outside = active.filter((index) => (target[index] as number) <= 0);
    if (outside.length === 0) return { face: active, weights: target };
    const steps = outside.map((index) => {
      const weight = weights[index] as number;
      return weight / (weight - (target[index] as number));
    });
    const step = Math.min(...steps);
    const leaves = new Set(outside.filter((_, position) => (steps[position] as number) <= step));
    weights = weights.map((weight, index) =>
      leaves.has(index) ? 0 : weight + step * ((target[index] as number) - weight),
    );
    active = active.filter((index) => !leaves.has(index));
  }
}
