import { mul, sum, type Tensor1D } from '@tensorflow/tfjs-core';
import type { BalancingSpec } from '../../shared/experiment';
import type { GradientMethod } from './gradientMethod';
import type { LossMethod } from './lossMethod';

export function createMethod(
  spec: BalancingSpec,
  tasks: readonly string[],
): LossMethod | GradientMethod {
  const fixed = spec.method === 'fixed' ? tasks.map((task) => spec.weights[task] ?? 0) : undefined;
  return {
    kind: 'losses',
    trained: [],
    state: [],
    numbers: fixed?.length ?? 0,
    stepNumbers: () => fixed ?? [],
    objective: (losses: Tensor1D, { numbers }) => sum(fixed ? mul(losses, numbers) : losses),
    epochEnded: () => undefined,
    save: () => [],
    restore: () => undefined,
  };
}
