import type { BalancingSpec } from '../../shared/experiment';
import { equal } from './equal';
import { fixed } from './fixed';

/** A way to weigh the tasks' losses in the objective Σ w_k L_k. */
export interface LossWeighting {
  /** w_k in the order of the tasks. */
  weights(): readonly number[];
}

/**
 * The method that an experiment asks for, for its tasks in order.
 * @throws Error when it is not one of fixed weights
 */
export function createLossWeighting(
  spec: BalancingSpec,
  taskNames: readonly string[],
): LossWeighting {
  if (spec.method === 'equal') return equal(taskNames);
  if (spec.method === 'fixed') return fixed(spec.weights, taskNames);
  throw new Error(`the training loop does not know the method ${spec.method}`);
}
