import {
  add,
  div,
  mul,
  sqrt,
  square,
  sub,
  type Scalar,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { AdamSpec, OptimizerSpec, RmspropSpec, SgdSpec } from '../../shared/experiment';

/** An optimiser of one flat parameter vector. Definitions follow PyTorch's. */
export interface Optimizer {
  /** Names of the vectors it carries from step to step; they start at 0. */
  readonly slots: readonly string[];
  /** Names of what `coefficients` returns. */
  readonly coefficientNames: readonly string[];
  /** Scalars of one step, computed in float64; `step` counts from 1. */
  coefficients(step: number, learningRate: number): readonly number[];
  /** One update; all vectors are [parameters]. */
  update(
    theta: Tensor1D,
    gradient: Tensor1D,
    slots: readonly Tensor1D[],
    coefficients: readonly Scalar[],
  ): { readonly theta: Tensor1D; readonly slots: readonly Tensor1D[] };
}

/** The optimiser of an experiment. */
export function createOptimizer(spec: OptimizerSpec): Optimizer {
  switch (spec.name) {
    case 'adam':
      return adam(spec);
    case 'sgd':
      return sgd(spec);
    case 'rmsprop':
      return rmsprop(spec);
  }
}

/**
 * Kingma & Ba 2015 (1412.6980); epsilon is added to the root of the bias-corrected second moment.
 * The corrections are in the scalars, which saves a pass over the parameters.
 */
function adam({ beta1, beta2, epsilon, weightDecay }: AdamSpec): Optimizer {
  return {
    slots: ['m', 'v'],
    coefficientNames: ['stepSize', 'epsilon'],
    coefficients(step, learningRate) {
      const root = Math.sqrt(1 - beta2 ** step);
      return [(learningRate * root) / (1 - beta1 ** step), epsilon * root];
    },
    update(theta, rawGradient, slots, coefficients) {
      const [m0, v0] = pair(slots);
      const [stepSize, scaledEpsilon] = pair(coefficients);
      const gradient = withDecay(rawGradient, theta, weightDecay);
      const m: Tensor1D = add(mul(m0, beta1), mul(gradient, 1 - beta1));
      const v: Tensor1D = add(mul(v0, beta2), mul(square(gradient), 1 - beta2));
      const direction = div(m, add(sqrt(v), scaledEpsilon));
      return { theta: sub(theta, mul(direction, stepSize)), slots: [m, v] };
    },
  };
}

/** Stochastic gradient descent; momentum without dampening. */
function sgd({ momentum, weightDecay }: SgdSpec): Optimizer {
  return {
    slots: momentum > 0 ? ['velocity'] : [],
    coefficientNames: ['learningRate'],
    coefficients: (_step, learningRate) => [learningRate],
    update(theta, rawGradient, slots, coefficients) {
      const gradient = withDecay(rawGradient, theta, weightDecay);
      const velocity = withMomentum(gradient, slots[0], momentum);
      return {
        theta: sub(theta, mul(velocity, only(coefficients))),
        slots: momentum > 0 ? [velocity] : [],
      };
    },
  };
}

/** Tieleman & Hinton 2012, not centred. */
function rmsprop({ alpha, momentum, epsilon, weightDecay }: RmspropSpec): Optimizer {
  return {
    slots: momentum > 0 ? ['squareAverage', 'velocity'] : ['squareAverage'],
    coefficientNames: ['learningRate'],
    coefficients: (_step, learningRate) => [learningRate],
    update(theta, rawGradient, slots, coefficients) {
      const gradient = withDecay(rawGradient, theta, weightDecay);
      const average: Tensor1D = add(mul(only(slots), alpha), mul(square(gradient), 1 - alpha));
      const scaled: Tensor1D = div(gradient, add(sqrt(average), epsilon));
      const velocity = withMomentum(scaled, slots[1], momentum);
      return {
        theta: sub(theta, mul(velocity, only(coefficients))),
        slots: momentum > 0 ? [average, velocity] : [average],
      };
    },
  };
}

function withDecay(gradient: Tensor1D, theta: Tensor1D, weightDecay: number): Tensor1D {
  return weightDecay === 0 ? gradient : add(gradient, mul(theta, weightDecay));
}

function withMomentum(
  gradient: Tensor1D,
  velocity: Tensor1D | undefined,
  momentum: number,
): Tensor1D {
  return velocity ? add(mul(velocity, momentum), gradient) : gradient;
}

function only<Item>([first]: readonly Item[]): Item {
  if (first === undefined) throw new Error('an optimiser value is missing');
  return first;
}

function pair<Item>([first, second]: readonly Item[]): [Item, Item] {
  if (first === undefined || second === undefined) throw new Error('an optimiser value is missing');
  return [first, second];
}
