import {
  add,
  div,
  exp,
  log,
  max,
  mul,
  slice,
  sub,
  sum,
  tensor1d,
  type Scalar,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { StchSpec } from '../../../shared/balancingSpec';
import type { LossMethod } from '../lossMethod';
import { logEpsilon, logLosses, stopGradient } from './lossTensors';
import { noMemory } from './noMemory';
import { weightsInOrder } from './weightsInOrder';

/**
 * Smooth Tchebycheff scalarisation (Lin et al. 2024, 2402.19078), a smooth maximum of the losses:
 * - `none`, as in the paper: μ log Σ exp(λ_k L_k / μ) with the preferences λ, 1 / K by default.
 * - `nadir`, as in the authors' code for training: the sum of log losses for `warmupEpochs` and one
 *   epoch more, whose mean losses are the nadir N; then K μ log Σ (L_k / N_k)^(1/μ).
 */
export function stch(spec: Omit<StchSpec, 'method'>, tasks: readonly string[]): LossMethod {
  if (spec.normalise === 'nadir') return relativeToNadir(spec, tasks.length);
  const preferences = spec.weights
    ? weightsInOrder(spec.weights, tasks)
    : tasks.map(() => 1 / tasks.length);
  return {
    ...noMemory,
    objective: (losses) => smoothMaximum(mul(losses, tensor1d(preferences)), spec.mu),
  };
}

function relativeToNadir(
  { mu, warmupEpochs }: Pick<StchSpec, 'mu' | 'warmupEpochs'>,
  taskCount: number,
): LossMethod {
  let nadir: readonly number[] = [];
  return {
    ...noMemory,
    // Factors of the warm-up's objective and of the other one, then log N_k.
    numbers: 2 + taskCount,
    stepNumbers() {
      if (nadir.length === 0) return [1, 0, ...new Array<number>(taskCount).fill(0)];
      return [0, taskCount, ...nadir.map((loss) => Math.log(loss + logEpsilon))];
    },
    objective(losses, { numbers }) {
      const warmup = mul(sum(logLosses(losses)), slice(numbers, 0, 1));
      const relative: Tensor1D = sub(log(add(losses, logEpsilon)), slice(numbers, 2));
      return sum(add(warmup, mul(smoothMaximum(relative, mu), slice(numbers, 1, 1))));
    },
    epochEnded(epoch, meanLosses) {
      if (epoch === warmupEpochs) nadir = meanLosses;
    },
    save: () => nadir,
    restore(saved) {
      nadir = saved;
    },
  };
}

/** μ log Σ exp(x_k / μ), without overflow. */
function smoothMaximum(values: Tensor1D, mu: number): Scalar {
  const largest = stopGradient(max(values));
  const powers = exp(div(sub(values, largest), mu));
  return add(largest, mul(mu, log(sum(powers))));
}
