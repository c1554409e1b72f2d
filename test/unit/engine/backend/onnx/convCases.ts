import * as tf from '@tensorflow/tfjs-core';
import { layerNorm } from '../../../../../src/engine/backend/layerNorm';
import { binary, unary, type KernelCase, type Shape } from './kernelCase';

/** Pictures with the filters that slide over them. */
const pictures: Shape[][] = [
  [[2, 6, 5, 3], [3, 3, 3, 4]],
  [[1, 7, 7, 1], [2, 3, 1, 2]],
  [[3, 4, 4, 2], [1, 1, 2, 3]],
  [[2, 5, 1, 2], [3, 1, 2, 1]],
  [[2, 4, 8, 2], [2, 5, 2, 3]],
]; // prettier-ignore
/** Three whose windows are laid out in two lots: constants, because their own gradient takes long. */
const largePictures = (): tf.Tensor4D =>
  tf.reshape(tf.mul(tf.cos(tf.range(0, 3 * 150 * 150 * 10)), 0.01), [3, 150, 150, 10]);
const depthwisePictures: Shape[][] = [
  [[2, 6, 5, 3], [3, 3, 3, 1]],
  [[1, 7, 7, 1], [2, 3, 1, 4]],
  [[3, 5, 4, 2], [2, 2, 2, 2]],
  [[2, 4, 8, 2], [2, 5, 2, 1]],
]; // prettier-ignore
const poolPictures = { shapes: [[[2, 6, 6, 3]], [[1, 7, 5, 1]], [[2, 3, 3, 2]]] };

const strides: (number | [number, number])[] = [1, 2, [1, 2], 3];
const paddings = ['valid', 'same'] as const;
const explicit: [[number, number], [number, number], [number, number], [number, number]] = [
  [0, 0],
  [1, 0],
  [2, 1],
  [0, 0],
];

const pair = (a: tf.Tensor, b: tf.Tensor) => [a as tf.Tensor4D, b as tf.Tensor4D] as const;
const conv = (x: tf.Tensor, filter: tf.Tensor, ...rest: Rest<typeof tf.conv2d>) =>
  tf.conv2d(...pair(x, filter), ...rest);
const depthwise = (x: tf.Tensor, filter: tf.Tensor, ...rest: Rest<typeof tf.depthwiseConv2d>) =>
  tf.depthwiseConv2d(...pair(x, filter), ...rest);

type Rest<Operation> = Operation extends (x: never, filter: never, ...rest: infer R) => unknown
  ? R
  : never;

const convGradients = 'Conv2D Conv2DBackpropInput Conv2DBackpropFilter';
const depthwiseGradients = [
  'DepthwiseConv2dNative',
  'DepthwiseConv2dNativeBackpropInput',
  'DepthwiseConv2dNativeBackpropFilter',
].join(' ');

const convolutions: KernelCase[] = [
  ...paddings.flatMap((pad) =>
    strides.flatMap((stride) => [
      binary(convGradients, (x, filter) => conv(x, filter, stride, pad), { shapes: pictures }),
      binary(depthwiseGradients, (x, filter) => depthwise(x, filter, stride, pad), {
        shapes: depthwisePictures,
      }),
    ]),
  ),
  ...paddings.flatMap((pad) => [
    binary('Conv2D', (x, filter) => conv(x, filter, 1, pad, 'NHWC', 2), {
      shapes: pictures.slice(0, 3),
      differentiable: false,
    }),
    binary('DepthwiseConv2dNative', (x, filter) => depthwise(x, filter, 1, pad, 'NHWC', [2, 1]), {
      shapes: depthwisePictures,
      differentiable: false,
    }),
  ]),
  binary(convGradients, (x, filter) => conv(x, filter, 2, explicit), { shapes: pictures }),
  unary('Conv2D Conv2DBackpropFilter', (filter) => conv(largePictures(), filter, 1, 'same'), {
    shapes: [[[5, 5, 10, 1]]],
  }),
  binary('Conv2D', (x, filter) => conv(x, filter, 2, 1, 'NHWC', 1, 'ceil'), {
    shapes: pictures.slice(0, 2),
    differentiable: false,
  }),
  binary(
    'Conv2D',
    (x, filter) => tf.conv1d(x as tf.Tensor3D, filter as tf.Tensor3D, 2, 'same'),
    { shapes: [[[2, 7, 3], [3, 3, 4]], [[1, 5, 1], [2, 1, 1]]] }, // prettier-ignore
  ),
  binary(
    'Conv2DBackpropInput',
    (x, filter) => tf.conv2dTranspose(...pair(x, filter), [2, 8, 6, 2], 2, 'same'),
    { shapes: [[[2, 4, 3, 3], [3, 3, 2, 3]]] }, // prettier-ignore
  ),
];

const fused: KernelCase[] = (['linear', 'relu', 'relu6', 'elu', 'leakyrelu'] as const).flatMap(
  (activation) => {
    const config = (x: tf.Tensor, filter: tf.Tensor, outputs: number) => ({
      x: x as tf.Tensor4D,
      filter: filter as tf.Tensor4D,
      strides: 1,
      pad: 'same' as const,
      bias: tf.tensor1d(Array.from({ length: outputs }, (_, i) => i - 1)),
      activation,
      leakyreluAlpha: 0.3,
    });
    const differentiable = activation === 'linear' || activation === 'relu';
    return [
      binary('FusedConv2D', (x, filter) => tf.fused.conv2d(config(x, filter, filter.shape[3]!)), {
        shapes: pictures,
        differentiable,
      }),
      binary(
        'FusedDepthwiseConv2D',
        (x, filter) =>
          tf.fused.depthwiseConv2d(config(x, filter, filter.shape[2]! * filter.shape[3]!)),
        { shapes: depthwisePictures, differentiable: false },
      ),
    ];
  },
);

const picture = (x: tf.Tensor) => x as tf.Tensor4D;

const pooling: KernelCase[] = [
  ...paddings.flatMap((pad) =>
    [[2, 2], [3, 2], [3, 1], [2, 3], [1, 1]].map(([size, stride]) =>
      unary('MaxPool MaxPoolGrad', (x) => tf.maxPool(picture(x), size!, stride!, pad), poolPictures),
    ),
  ), // prettier-ignore
  unary('MaxPoolGrad', (x) => tf.maxPool(tf.relu(tf.round(picture(x))), [3, 2], [1, 2], 'same'), poolPictures),
  ...[[2, 2], [[3, 2], [3, 2]], [2, 1], [1, 2]].map(([size, stride]) =>
    unary('MaxPoolGrad', (x) => tf.maxPool(tf.relu(tf.round(picture(x))), size as [number, number], stride as [number, number], 'valid'), poolPictures),
  ),
  binary('MaxPoolGrad Conv2DBackpropFilter', (x, filter) => tf.maxPool(tf.relu(tf.add<tf.Tensor4D>(conv(x, filter, 1, 'valid'), tf.sum(filter, [0, 1, 2]))), 2, 2, 'valid'), { shapes: [[[2, 8, 10, 1], [3, 3, 1, 4]], [[2, 7, 8, 2], [2, 4, 2, 5]]] }),
  ...[[2, 2], [3, 2], [3, 1], [2, 3]].map(([size, stride]) =>
    unary('AvgPool AvgPoolGrad', (x) => tf.avgPool(picture(x), size!, stride!, 'valid'), poolPictures),
  ),
  unary('AvgPool', (x) => [tf.avgPool(picture(x), 3, 2, 'same'), tf.avgPool(picture(x), 2, 1, 'same')], { ...poolPictures, differentiable: false }),
  unary('MaxPool', (x) => tf.pool(tf.reshape<tf.Rank.R4>(x, [2, 6, 1, 3]), [2, 1], 'max', 'valid', 1, [2, 1]), { shapes: [[[2, 6, 3]]] }),
  unary('Mean', (x) => tf.mean(tf.avgPool(picture(x), 2, 1, 'valid'), [1, 2]), poolPictures),
  unary('Max', (x) => tf.max(tf.maxPool(picture(x), 2, 1, 'valid'), [1, 2]), poolPictures),
]; // prettier-ignore

/** What keeps a convolution's channels first. */
const around: KernelCase[] = [
  binary('Conv2D', (x, filter) => {
    const y = conv(x, filter, 1, 'same');
    const bias = tf.range(0, filter.shape[3]!);
    const { mean, variance } = tf.moments(tf.add(y, bias), [0, 1, 2]);
    const scale = tf.add(bias, 1);
      const moments = [mean as tf.Tensor1D, variance as tf.Tensor1D] as const;
      const z = tf.relu(tf.batchNorm(picture(y), ...moments, bias, scale as tf.Tensor1D));
      return [
      tf.reshape(z, [x.shape[0], -1]),
      tf.mul(tf.add(y, z), tf.tensor4d([2], [1, 1, 1, 1])),
      tf.sum(tf.mul(z, tf.leakyRelu(y, 0.1)), [0, 3], true),
      tf.mean(z, [1]),
      tf.mean(z, [2, 3]),
    ];
  }, { shapes: pictures.slice(0, 3) }),
]; // prettier-ignore

const normalisation: KernelCase[] = [
  binary('FusedBatchNorm', (x, mean) => tf.batchNorm(picture(x), mean as tf.Tensor1D, tf.square(mean) as tf.Tensor1D, tf.sin(mean) as tf.Tensor1D, tf.cos(mean) as tf.Tensor1D), { shapes: [[[2, 3, 4, 5], [5]], [[3, 1, 1, 2], [2]]], range: [0.5, 2] }),
  binary('FusedBatchNorm', (x, mean) => tf.batchNorm(x as tf.Tensor2D, mean as tf.Tensor1D, tf.square(mean) as tf.Tensor1D), { shapes: [[[4, 3], [3]], [[4, 1], [1]]], range: [0.5, 2], differentiable: false }),
  {
    kernel: 'LayerNormalization',
    shapes: [[[3, 4], [4], [4]], [[2, 3, 5], [5], [5]], [[2, 1], [1], [1]]],
    compute: (x, scale, offset) => layerNorm(x, scale as tf.Tensor1D, offset as tf.Tensor1D, 1e-2),
    range: [-2, 2],
    differentiable: true,
  },
]; // prettier-ignore

export const convCases: KernelCase[] = [
  ...convolutions,
  ...fused,
  ...pooling,
  ...around,
  ...normalisation,
];
