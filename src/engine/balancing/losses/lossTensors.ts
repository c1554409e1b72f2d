import {
  add,
  clone,
  customGrad,
  log,
  mul,
  step,
  sum,
  zerosLike,
  type Scalar,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';

/**
 * Added to a loss before its logarithm: from here down a loss that goes to 0 no longer raises its
 * task's weight.
 */
export const logEpsilon = 1e-8;

/** The same value, through which no gradient flows. */
export function stopGradient<Value extends Tensor>(value: Value): Value {
  const stopped = customGrad<Value>((x) => ({
    value: clone(x as Value),
    gradFunc: (dy) => zerosLike(dy),
  }));
  return stopped(value);
}

/**
 * 1 for each task with a loss, 0 where the loss is exactly 0, [K]. Losses are never negative; one of
 * exactly 0 has no label in the batch, or nothing left to learn, and is left out of a step.
 */
export function present(losses: Tensor1D): Tensor1D {
  return stopGradient(step(losses));
}

/** log L_k of the tasks with a loss, 0 of the others, [K]. */
export function logLosses(losses: Tensor1D): Tensor1D {
  return mul(present(losses), log(add(losses, logEpsilon)));
}

/** Σ a_k b_k. */
export function dot(a: Tensor1D, b: Tensor1D): Scalar {
  return sum(mul(a, b));
}

/** The tensor that a method was promised. @throws Error when it is missing */
export function expectTensor(tensor: Tensor1D | undefined): Tensor1D {
  if (!tensor) throw new Error('a tensor of the balancing method is missing');
  return tensor;
}
