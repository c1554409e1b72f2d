import type { LossWeighting } from './lossWeighting';

/** Equal weighting: the plain sum of the losses, w_k = 1. */
export function equal(taskNames: readonly string[]): LossWeighting {
  const weights = taskNames.map(() => 1);
  return { weights: () => weights };
}
