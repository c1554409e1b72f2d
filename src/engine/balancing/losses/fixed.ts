import { tensor1d } from '@tensorflow/tfjs-core';
import type { LossMethod } from '../lossMethod';
import { dot } from './lossTensors';
import { noMemory } from './noMemory';
import { weightsInOrder } from './weightsInOrder';

/** Weights given by the person, by task name. @throws Error when a task has none. */
export function fixed(
  weightOf: Readonly<Record<string, number>>,
  tasks: readonly string[],
): LossMethod {
  const weights = weightsInOrder(weightOf, tasks);
  return { ...noMemory, objective: (losses) => dot(losses, tensor1d(weights)) };
}
