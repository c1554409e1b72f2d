import {
  add,
  concat,
  div,
  fused,
  keep,
  mean,
  mul,
  pow,
  relu,
  reshape,
  split,
  sqrt,
  square,
  squaredDifference,
  sub,
  util,
  valueAndGrads,
  type Scalar,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { ProgramRun, ProgramSpec } from '../../../../src/engine/backend/program';
import { Random } from '../../../../src/shared/random';

/** Width of the input; a shared layer of 64 units; two heads of 32 units and one output. */
const features = 100;
const shapes = [[features, 64], [64], ...[0, 1].flatMap(() => [[64, 32], [32], [32, 1], [1]])];
const sizes = shapes.map((shape) => util.sizeFromShape(shape));
const parameters = sizes.reduce((total, size) => total + size, 0);

/**
 * One step of Adam (PyTorch's definition, learning rate 0.001) on the sum of two heads' mean
 * squared errors. State: parameters, both moments, step number; outputs: both losses.
 */
export function mlpStep(batchSize: number): ProgramSpec {
  const float = (name: string, shape: number[]) => ({ name, shape, dtype: 'float32' as const });
  return {
    name: 'MLP step',
    batchSize,
    state: [
      ...['parameters', 'firstMoment', 'secondMoment'].map((name) => float(name, [parameters])),
      float('steps', []),
    ],
    columns: [float('features', [features]), float('first', [1]), float('second', [1])],
    stepInputs: [],
    step({ state, batch }) {
      const [theta, m, v, t] = state as [Tensor, Tensor, Tensor, Scalar];
      let losses: Scalar[] = [];
      const weights = split(theta, sizes).map((part, index) => reshape(part, shapes[index]!));
      const { grads } = valueAndGrads((...each: Tensor[]) => {
        losses = forward(each, batch).map((loss) => keep(loss));
        return losses.reduce((total, loss) => add(total, loss));
      })(weights);
      const gradient = concat(grads.map((each) => reshape(each, [-1])));
      const steps = add(t, 1);
      const m1 = add(mul(m, 0.9), mul(gradient, 0.1));
      const v1 = add(mul(v, 0.999), mul(square(gradient), 0.001));
      const size = div(0.001, sub(1, pow(0.9, steps)));
      const root = add(div(sqrt(v1), sqrt(sub(1, pow(0.999, steps)))), 1e-8);
      const next = sub(theta, div(mul(size, m1), root));
      return { state: [next, m1, v1, steps], outputs: losses };
    },
  };
}

function forward(weights: readonly Tensor[], batch: readonly Tensor[]): Scalar[] {
  const dense = (input: Tensor, layer: number): Tensor =>
    fused.matMul({
      a: input,
      b: weights[2 * layer] as Tensor2D,
      bias: weights[2 * layer + 1]!,
    });
  const [input, ...targets] = batch;
  const shared = relu(dense(input!, 0));
  return targets.map((target, task) => {
    const hidden = relu(dense(shared, 1 + 2 * task));
    return mean(squaredDifference(dense(hidden, 2 + 2 * task), target));
  });
}

/** Random data, starting weights, and batches in a random order. */
export function mlpRun(rows: number, steps: number, batchSize: number): ProgramRun {
  const random = new Random(1);
  const floats = (length: number, scale = 1) =>
    Float32Array.from({ length }, () => (2 * random.uniform() - 1) * scale);
  return {
    state: [
      floats(parameters, 0.1),
      new Float32Array(parameters),
      new Float32Array(parameters),
      new Float32Array(1),
    ],
    columns: [floats(rows * features), floats(rows), floats(rows)],
    indices: Int32Array.from({ length: steps * batchSize }, () => random.integer(rows)),
    inputs: [],
  };
}
