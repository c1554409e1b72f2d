import { exp, mul, sub } from '@tensorflow/tfjs-core';
import type { LossMethod } from '../lossMethod';
import { dot, present } from './lossTensors';
import { noMemory } from './noMemory';

/**
 * IMTL-L (Liu et al. 2021, ICLR): Σ e^(s_k) L_k - s_k with scales s_k trained by the model's
 * optimiser towards e^(s_k) L_k = 1; a task without a loss in the batch keeps its s_k.
 */
export function imtlL(taskCount: number): LossMethod {
  return {
    ...noMemory,
    trained: new Array<number>(taskCount).fill(0),
    objective: (losses, { trained }) =>
      dot(present(losses), sub(mul(exp(trained), losses), trained)),
  };
}
