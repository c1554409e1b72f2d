import {
  add,
  conv2d,
  matMul,
  maxPool,
  relu,
  reshape,
  type Rank,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { Network } from './network';
import type { LenetWorkload } from './workload';

const kernel = 5;

/** Pictures come as rows of side x side numbers. */
export function lenet({ batch, side, filters, shared, head, outputs }: LenetWorkload): Network {
  const [first, second] = filters;
  const middle = (side - kernel + 1) / 2;
  const end = (middle - kernel + 1) / 2;
  const flat = end * end * second;
  const dense = (from: number, to: number) => [[from, to], [to]];
  return {
    shapes: [
      [kernel, kernel, 1, first],
      [first],
      [kernel, kernel, first, second],
      [second],
      ...dense(flat, shared),
      ...outputs.flatMap((width) => [...dense(shared, head), ...dense(head, width)]),
    ],
    forward(pictures, weights) {
      const [filter1, bias1, filter2, bias2, dense1, bias3, ...heads] = weights as Weights;
      const images = reshape<Rank.R4>(pictures, [batch, side, side, 1]);
      const features = block(block(images, filter1, bias1), filter2, bias2);
      const common = relu(add(matMul(reshape(features, [batch, flat]), dense1), bias3));
      return outputs.map((_, task): Tensor2D => {
        const [w1, b1, w2, b2] = heads.slice(4 * task) as [Tensor, Tensor, Tensor, Tensor];
        return add(matMul(relu(add(matMul(common, w1), b1)), w2), b2);
      });
    },
  };
}

type Weights = [Tensor4D, Tensor, Tensor4D, Tensor, Tensor, Tensor, ...Tensor[]];

/** Convolution, ReLU, pooling by two. */
function block(x: Tensor4D, filter: Tensor4D, bias: Tensor): Tensor4D {
  return maxPool(relu<Tensor4D>(add(conv2d(x, filter, 1, 'valid'), bias)), 2, 2, 'valid');
}
