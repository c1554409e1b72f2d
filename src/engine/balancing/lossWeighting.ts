import type { BalancingSpec } from '../../shared/experiment';
import { equal } from './equal';
import { fixed } from './fixed';

/** A way to weigh the tasks' losses in the objective Σ w_k L_k. */
export interface LossWeighting {
  /** w_k in the order of the tasks. */
  weights(): readonly number[];
}

/** The method that an experiment asks for, for its tasks in order. */
export function createLossWeighting(
  spec: BalancingSpec,
  taskNames: readonly string[],
): LossWeighting {
  switch (spec.method) {
    case 'equal':
      return equal(taskNames);
    case 'fixed':
      return fixed(spec.weights, taskNames);
  }
}
