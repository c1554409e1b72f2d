import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod } from '../gradientMethod';
import { scale, sum } from '../math/matrix';
import { noMemory } from './memoryless';

/** Added to the sum of squared gradients before its root. */
const epsilon = 1e-7;

/**
 * ExcessMTL (He et al. 2024, 2402.02009): weights grow with the tasks' excess risks, estimated from
 * the gradients as e_k = Σ g² / √(sum of all g² so far), relative to the first estimate;
 * w ← w exp(stepSize e / e⁰), scaled to sum to K. Heads take w_k.
 */
export function excessMtl(
  { stepSize }: Pick<SettingsOf<'excess-mtl'>, 'stepSize'>,
  taskCount: number,
): GradientMethod {
  let weights = new Array<number>(taskCount).fill(1);
  /** The first estimate of each task that was not 0. */
  let baseline = new Array<number>(taskCount).fill(0);
  let squares: readonly Float32Array[] = [];
  return {
    ...noMemory,
    combine({ batches: [{ rows }] }) {
      if (squares.length === 0) squares = rows.map((row) => new Float32Array(row.length));
      const excess = rows.map((row, task) => addSquares(squares[task] as Float32Array, row));
      const grown = weights.map((weight, task) => {
        const start = baseline[task] as number;
        return start > 0
          ? weight * Math.exp((stepSize * (excess[task] as number)) / start)
          : weight;
      });
      if (baseline.some((start) => start > 0)) weights = scale(grown, taskCount / sum(grown));
      baseline = baseline.map((start, task) => start || (excess[task] as number));
      return { weights, heads: weights };
    },
    save: () => ({ numbers: [...weights, ...baseline], rows: squares.map((row) => row.slice()) }),
    restore({ numbers, rows }) {
      weights = numbers.slice(0, taskCount);
      baseline = numbers.slice(taskCount);
      squares = rows.map((row) => row.slice());
    },
  };
}

/** Adds the squared gradient to `squares` in place. @returns the excess risk, Σ g² / √squares */
function addSquares(squares: Float32Array, row: Float32Array): number {
  let excess = 0;
  for (let at = 0; at < row.length; at++) {
    const square = (row[at] as number) * (row[at] as number);
    const total = (squares[at] as number) + square;
    squares[at] = total;
    excess += square / Math.sqrt(total + epsilon);
  }
  return excess;
}
