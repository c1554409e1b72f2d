import * as tf from '@tensorflow/tfjs-core';
import type { LossMethod } from '../../../../src/engine/balancing/lossMethod';
import { Random } from '../../../../src/shared/random';

/** What a method's objective is in one step, and what follows from it. */
export interface Evaluation {
  readonly value: number;
  /** Derivatives by the losses: the effective weights, [K]. */
  readonly weights: readonly number[];
  /** Derivatives by what the method trains, [K] or empty. */
  readonly trainedGradient: readonly number[];
}

export interface StepInput {
  readonly step?: number;
  readonly epoch?: number;
  readonly trained?: readonly number[];
  readonly state?: readonly tf.Tensor1D[];
  readonly random?: Random;
}

function inputsOf(method: LossMethod, given: StepInput) {
  const { step = 1, epoch = 0, trained = method.trained, random = new Random(1) } = given;
  return {
    trained: tf.tensor1d([...trained]),
    state: given.state ?? method.state.map((vector) => tf.tensor1d([...vector])),
    numbers: tf.tensor1d([...method.stepNumbers({ step, epoch }, random)]),
  };
}

/** The objective and its derivatives, run operation by operation. */
export function evaluate(
  method: LossMethod,
  losses: readonly number[],
  given: StepInput = {},
): Evaluation {
  const inputs = inputsOf(method, given);
  const differentiate = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const [by, trained] = tensors as [tf.Tensor1D, tf.Tensor1D?];
    return method.objective(by, { ...inputs, trained: trained ?? inputs.trained });
  });
  const trains = method.trained.length > 0;
  const { value, grads } = differentiate([
    tf.tensor1d([...losses]),
    ...(trains ? [inputs.trained] : []),
  ]);
  return {
    value: value.dataSync()[0]!,
    weights: [...grads[0]!.dataSync()],
    trainedGradient: [...(grads[1]?.dataSync() ?? [])],
  };
}

/** The method's state after a step whose losses were `before`, and `after` the model's update. */
export function learn(
  method: LossMethod,
  before: readonly number[],
  after: readonly number[],
  given: StepInput,
): readonly tf.Tensor1D[] {
  if (!method.afterStep) throw new Error('the method does not learn after a step');
  return method.afterStep(
    tf.tensor1d([...before]),
    tf.tensor1d([...after]),
    inputsOf(method, given),
  );
}
