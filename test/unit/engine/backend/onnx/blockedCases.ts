import * as tf from '@tensorflow/tfjs-core';
import type { KernelCase, Shape } from './kernelCase';

/** Numbers of channels that fill blocks, that do not, and that cannot be laid out. */
const filters: Shape[] = [
  [3, 3, 16, 32],
  [3, 2, 20, 8],
  [2, 3, 3, 16],
  [1, 1, 24, 40],
  [3, 3, 18, 16],
  [5, 5, 1, 16],
];
const convolved = filters.map((filter): Shape[] => [[2, 7, 6, filter[2] ?? 1], filter]);

const gradients = 'Conv2D Conv2DBackpropInput Conv2DBackpropFilter';

function convolution(
  stride: number | [number, number],
  pad: 'same' | 'valid',
  dilation = 1,
): KernelCase {
  return {
    kernel: gradients,
    shapes: convolved,
    compute: (x, filter) =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad, 'NHWC', dilation),
    range: [-0.3, 0.3],
    differentiable: dilation === 1,
  };
}

/** Two convolutions of 16 channels, and what `between` makes of the first one's result. */
function between(
  kernel: string,
  compute: (x: tf.Tensor4D) => tf.Tensor4D,
  size: readonly number[],
): KernelCase {
  return {
    kernel: `${kernel} ${gradients}`,
    shapes: [[[2, ...size, 3], [3, 3, 3, 16], [16], [3, 3, 16, 16]]], // prettier-ignore
    compute: (x, first, bias, second) => {
      const y = tf.add<tf.Tensor4D>(
        tf.conv2d(x as tf.Tensor4D, first as tf.Tensor4D, 1, 'same'),
        bias,
      );
      return tf.conv2d(compute(y), second as tf.Tensor4D, 1, 'same');
    },
    range: [-0.3, 0.3],
    differentiable: true,
  };
}

/** Rounded, which makes many equal, but with the gradient of what was not. */
const rounded = tf.customGrad((x) => ({
  value: tf.round(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => dy,
}));

/** Convolutions that ONNX Runtime computes on blocks of channels, and what is computed between them. */
export const blockedCases: KernelCase[] = [
  convolution(1, 'same'),
  convolution(1, 'valid'),
  convolution(2, 'same'),
  convolution([1, 2], 'valid'),
  convolution(1, 'same', 2),
  between('Relu', (x) => tf.relu(x), [6, 5]),
  between('MaxPool MaxPoolGrad', (x) => tf.maxPool(tf.relu(x), 2, 2, 'valid'), [6, 8]),
  between('MaxPool MaxPoolGrad', (x) => tf.maxPool(x, [2, 3], [2, 3], 'valid'), [7, 8]),
  between('MaxPool MaxPoolGrad', (x) => tf.maxPool(x, 3, 2, 'same'), [7, 6]),
  between(
    'MaxPool MaxPoolGrad',
    (x) => tf.maxPool(rounded(x) as tf.Tensor4D, 2, 2, 'valid'),
    [6, 6],
  ),
  between('AvgPool AvgPoolGrad', (x) => tf.avgPool(x, 2, 2, 'same'), [6, 4]),
  between('Add', (x) => tf.add(tf.elu(x), tf.mul(x, 0.5)), [4, 4]),
  between('Multiply', (x) => tf.mul(x, tf.sum(x, [1, 2], true)), [4, 4]),
  between('Select Greater', (x) => tf.where(tf.greater(x, 0.5), x, tf.square(x)), [4, 4]),
  between('Reshape', (x) => tf.reshape(x, [4, 3, 4, 16]), [6, 4]),
  between('Sum', (x) => tf.reshape(tf.sum(x, -1), [2, 1, 1, 16]), [4, 4]),
];
