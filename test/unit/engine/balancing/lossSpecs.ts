import type { LossBalancingSpec } from '../../../../src/shared/balancingSpec';
import { taskNames } from './support';

export const nadir = { method: 'stch', mu: 1, warmupEpochs: 2, normalise: 'nadir' } as const;

/** Smooth Tchebycheff scalarisation as the paper has it. */
export function plainStch(mu: number, weights?: readonly number[]): LossBalancingSpec {
  return {
    method: 'stch',
    mu,
    warmupEpochs: 0,
    normalise: 'none',
    ...(weights && {
      weights: Object.fromEntries(taskNames(weights.length).map((name, k) => [name, weights[k]!])),
    }),
  };
}

/** Every method of losses, for three tasks. */
export const lossSpecs: readonly LossBalancingSpec[] = [
  { method: 'equal' },
  { method: 'fixed', weights: { task0: 1, task1: 2, task2: 3 } },
  { method: 'log' },
  { method: 'uncertainty', initialLogVariance: -0.5 },
  { method: 'dwa', temperature: 2 },
  { method: 'gls' },
  { method: 'rlw' },
  { method: 'famo', learningRate: 0.025, weightDecay: 1e-3 },
  nadir,
  plainStch(1),
  { method: 'imtl-l' },
];
