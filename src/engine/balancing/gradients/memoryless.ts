import type { CombineInput, Combination, GradientMethod, Matrix } from '../gradientMethod';
import { diagonal, place, subMatrix } from '../math/matrix';

/** What methods have that train nothing and keep nothing from step to step. */
export const noMemory = {
  kind: 'gradients',
  trained: [],
  batches: 1,
  epochEnded: () => undefined,
  save: () => ({ numbers: [], rows: [] }),
  restore: () => undefined,
} as const satisfies Omit<GradientMethod, 'combine'>;

/** A method whose steps do not depend on each other. */
export function memoryless(combine: (input: CombineInput) => Combination): GradientMethod {
  return { ...noMemory, combine };
}

/** A method whose weights follow from the Gram matrix of one batch, K x K; heads take h_k = 1. */
export function byGram(weights: (gram: Matrix) => readonly number[]): GradientMethod {
  return memoryless(({ batches: [{ gram }] }) => ({
    weights: weights(gram),
    heads: ownHeads(gram),
  }));
}

/** Each head takes its task's own gradient: h_k = 1. */
export function ownHeads(tasks: readonly unknown[]): number[] {
  return tasks.map(() => 1);
}

/**
 * Solves for the weights of the tasks that have a gradient. A task whose row is zero (no label in
 * the batch, say) gets the weight 0 and has no say in the others'.
 */
export function withoutZeroRows(
  gram: Matrix,
  solve: (gram: Matrix) => readonly number[],
): number[] {
  const tasks = diagonal(gram).flatMap((square, task) => (square > 0 ? [task] : []));
  if (tasks.length === 0) return gram.map(() => 0);
  return place(solve(subMatrix(gram, tasks)), tasks, gram.length);
}
