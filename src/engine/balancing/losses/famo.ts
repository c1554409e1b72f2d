import {
  add,
  div,
  log,
  maximum,
  mul,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { SettingsOf } from '../../../shared/balancingSpec';
import type { LossMethod } from '../lossMethod';
import { dot, expectTensor, logEpsilon, logLosses, present, stopGradient } from './lossTensors';
import { noMemory } from './noMemory';

type Settings = Pick<SettingsOf<'famo'>, 'learningRate' | 'weightDecay'>;

/** Adam's settings for the logits, as in the authors' code. */
const [beta1, beta2, adamEpsilon] = [0.9, 0.999, 1e-8];
/** Keeps a division finite when no task has a loss. */
const tiny = 1e-30;

/**
 * FAMO (Liu et al. 2023, 2306.03792): weights z = softmax(ξ) of the log losses, so that the losses
 * fall at the same rate, without a gradient for each task. After the model's update ξ learns from
 * how far each log loss fell, by an Adam of its own with L2 weight decay.
 */
export function famo({ learningRate, weightDecay }: Settings, taskCount: number): LossMethod {
  const zeros = new Array<number>(taskCount).fill(0);
  return {
    ...noMemory,
    // ξ and Adam's two moments.
    state: [zeros, zeros, zeros],
    numbers: 2,
    stepNumbers: ({ step }) => [
      learningRate / (1 - beta1 ** step),
      1 / Math.sqrt(1 - beta2 ** step),
    ],
    objective(losses, { state: [logits] }) {
      const weights = weightsOf(expectTensor(logits), losses);
      const total = maximum(dot(weights, div(1, add(losses, logEpsilon))), tiny);
      return div(dot(weights, logLosses(losses)), stopGradient(total));
    },
    afterStep(before, after, { state, numbers }) {
      const [logits, first, second] = state.map(expectTensor) as [Tensor1D, Tensor1D, Tensor1D];
      const weights = weightsOf(logits, before);
      const fall: Tensor1D = sub(log(add(before, logEpsilon)), log(add(after, logEpsilon)));
      const slope = mul(weights, sub(fall, dot(weights, fall)));
      const gradient = add(slope, mul(logits, weightDecay));
      const mean: Tensor1D = add(mul(first, beta1), mul(gradient, 1 - beta1));
      const variance: Tensor1D = add(mul(second, beta2), mul(square(gradient), 1 - beta2));
      const rate = slice(numbers, 0, 1);
      const denominator = add(mul(sqrt(variance), slice(numbers, 1, 1)), adamEpsilon);
      return [sub(logits, div(mul(mean, rate), denominator)), mean, variance];
    },
  };
}

/** z: the softmax over the tasks with a loss, 0 for the others. */
function weightsOf(logits: Tensor1D, losses: Tensor1D): Tensor1D {
  const weights: Tensor1D = mul(softmax(logits), present(losses));
  return div(weights, maximum(sum(weights), tiny));
}
