import type { TaskOrder } from '../../../shared/balancingSpec';
import type { Random } from '../../../shared/random';

/** The tasks other than `task`, in the order in which its gradient meets theirs. */
export function otherTasks(
  task: number,
  count: number,
  order: TaskOrder,
  random: Random,
): number[] {
  const all =
    order === 'random'
      ? [...random.permutation(count)]
      : Array.from({ length: count }, (_, index) => index);
  return all.filter((other) => other !== task);
}

/** The coefficients of a task's own gradient, a unit vector: where its changes begin. */
export function ownCoefficients(task: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => (index === task ? 1 : 0));
}
