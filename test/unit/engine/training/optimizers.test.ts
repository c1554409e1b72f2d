import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOptimizer } from '../../../../src/engine/training/optimizers';
import type { OptimizerSpec } from '../../../../src/shared/experiment';

/** One parameter by the algorithm box of PyTorch's documentation, in float64. */
type Rule = (theta: number, gradient: number, step: number, memory: Map<string, number>) => number;

const keep = (memory: Map<string, number>, name: string, value: number): number => {
  memory.set(name, value);
  return value;
};

const cases: { name: string; spec: OptimizerSpec; rule: Rule }[] = [
  {
    name: 'Adam with weight decay',
    spec: {
      name: 'adam',
      learningRate: 0.02,
      beta1: 0.8,
      beta2: 0.95,
      epsilon: 1e-3,
      weightDecay: 0.1,
    },
    rule: (theta, raw, step, memory) => {
      const gradient = raw + 0.1 * theta;
      const m = keep(memory, 'm', 0.8 * (memory.get('m') ?? 0) + 0.2 * gradient);
      const v = keep(memory, 'v', 0.95 * (memory.get('v') ?? 0) + 0.05 * gradient ** 2);
      const mHat = m / (1 - 0.8 ** step);
      const vHat = v / (1 - 0.95 ** step);
      return theta - (0.02 * mHat) / (Math.sqrt(vHat) + 1e-3);
    },
  },
  {
    name: 'SGD with momentum',
    spec: { name: 'sgd', learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 },
    rule: (theta, raw, step, memory) => {
      const gradient = raw + 0.01 * theta;
      const previous = memory.get('b');
      const b = keep(memory, 'b', step === 1 ? gradient : 0.9 * (previous ?? NaN) + gradient);
      return theta - 0.1 * b;
    },
  },
  {
    name: 'RMSProp',
    spec: {
      name: 'rmsprop',
      learningRate: 0.01,
      alpha: 0.9,
      momentum: 0,
      epsilon: 1e-2,
      weightDecay: 0,
    },
    rule: (theta, gradient, _step, memory) => {
      const v = keep(memory, 'v', 0.9 * (memory.get('v') ?? 0) + 0.1 * gradient ** 2);
      return theta - (0.01 * gradient) / (Math.sqrt(v) + 1e-2);
    },
  },
  {
    name: 'RMSProp with momentum',
    spec: {
      name: 'rmsprop',
      learningRate: 0.01,
      alpha: 0.9,
      momentum: 0.5,
      epsilon: 1e-2,
      weightDecay: 0,
    },
    rule: (theta, gradient, _step, memory) => {
      const v = keep(memory, 'v', 0.9 * (memory.get('v') ?? 0) + 0.1 * gradient ** 2);
      const scaled = gradient / (Math.sqrt(v) + 1e-2);
      const b = keep(memory, 'b', 0.5 * (memory.get('b') ?? 0) + scaled);
      return theta - 0.01 * b;
    },
  },
];

describe('optimisers', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each(cases)('$name follows the definition of PyTorch over ten steps', ({ spec, rule }) => {
    const optimizer = createOptimizer(spec);
    const expected = [1, -2, 0.5];
    const memories = expected.map(() => new Map<string, number>());
    let theta: tf.Tensor1D = tf.tensor1d(expected);
    let slots = optimizer.slots.map(() => tf.zeros<tf.Rank.R1>([3]));
    for (let step = 1; step <= 10; step++) {
      // The gradient of Σ i·θ_i²/2.
      const gradient = tf.mul(theta, tf.tensor1d([1, 2, 3]));
      const coefficients = optimizer
        .coefficients(step, spec.learningRate)
        .map((value) => tf.scalar(value));
      const next = optimizer.update(theta, gradient as tf.Tensor1D, slots, coefficients);
      theta = next.theta;
      slots = [...next.slots];
      expected.forEach((value, index) => {
        expected[index] = rule(value, value * (index + 1), step, memories[index]!);
      });
    }
    theta.dataSync().forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 5));
    expect(optimizer.slots).toHaveLength(slots.length);
  });
});
