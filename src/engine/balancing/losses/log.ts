import { sum } from '@tensorflow/tfjs-core';
import type { LossMethod } from '../lossMethod';
import { logLosses } from './lossTensors';
import { noMemory } from './noMemory';

/** Scale-invariant loss (as a baseline in Nash-MTL, 2202.01017): Σ log L_k, so w_k = 1 / L_k. */
export function log(): LossMethod {
  return { ...noMemory, objective: (losses) => sum(logLosses(losses)) };
}
