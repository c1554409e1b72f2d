import * as tf from '@tensorflow/tfjs-core';
import { binary, discrete, int, onMatrices, positive, unary, type KernelCase } from './kernelCase';

const fraction = { range: [-0.9, 0.9] as const };
/** Infinite, not a number, or finite. */
const special = (x: tf.Tensor) => tf.div(int(x), tf.cast(tf.less(x, 1), 'float32'));
const sequences = { shapes: [[[3]], [[3, 5]], [[2, 3, 4]], [[2, 1]]] };

/** What repeats one element, or one row, is computed before it is repeated. */
const repeated: KernelCase[] = [
  binary('Prelu', (x, alpha) => tf.prelu(tf.neg(tf.onesLike(x)), alpha), {
    shapes: [
      [[3, 4], [4]],
      [
        [3, 4],
        [1, 4],
      ],
    ],
    differentiable: false,
  }),
  binary('Add', (a, b) => tf.add(tf.mul(tf.onesLike(a), 3), tf.mul(b, tf.onesLike(a)))),
  binary('Select', (a, b) => tf.where(tf.less(tf.zerosLike(a), b), tf.onesLike(a), b), discrete),
  onMatrices('Concat', (x) => tf.concat([tf.onesLike(x), tf.mul(x, tf.fill(x.shape, 2))], 1)),
  onMatrices('Sum', (x) => tf.mul(tf.sum(tf.mul(tf.sum(x, 1, true), tf.onesLike(x)), 0), x)),
  onMatrices('Multiply', (x) => tf.matMul(tf.mul(tf.mean(x, 0), tf.onesLike(x)), x, true)),
];

export const mathCases: KernelCase[] = [
  unary('Sin', (x) => tf.sin(x)),
  unary('Cos', (x) => tf.cos(x)),
  unary('Tan', (x) => tf.tan(x), fraction),
  unary('Asin', (x) => tf.asin(x), fraction),
  unary('Acos', (x) => tf.acos(x), fraction),
  unary('Atan', (x) => tf.atan(x)),
  unary('Sinh', (x) => tf.sinh(x)),
  unary('Cosh', (x) => tf.cosh(x)),
  unary('Asinh', (x) => tf.asinh(x)),
  unary('Acosh', (x) => tf.acosh(x), { range: [1.1, 3] }),
  unary('Atanh', (x) => tf.atanh(x), fraction),
  unary('Erf', (x) => tf.erf(x)),
  unary('Floor', (x) => tf.floor(x)),
  unary('Ceil', (x) => tf.ceil(x)),
  unary('Round', (x) => tf.round(x)),
  unary('Round', (x) => tf.round(tf.div(tf.cast(int(tf.mul(x, 10)), 'float32'), 2)), discrete),
  unary('IsNan', (x) => tf.isNaN(special(x)), discrete),
  unary('IsInf', (x) => tf.isInf(special(x)), discrete),
  unary('IsFinite', (x) => tf.isFinite(special(x)), discrete),
  binary('Mod', (a, b) => tf.mod(a, b), positive),
  binary('Mod', (a, b) => tf.mod(a, b), discrete),
  binary('Mod', (a, b) => tf.mod(int(tf.mul(a, 9)), tf.add(2, int(b))), {
    differentiable: false,
    range: [-1.5, 1.5],
  }),
  binary('FloorDiv', (a, b) => tf.floorDiv(tf.mul(a, 10), b), discrete),
  binary('FloorDiv', (a, b) => tf.floorDiv(int(tf.mul(a, 9)), tf.sub(int(b), 3)), discrete),
  unary('LeakyRelu', (x) => tf.leakyRelu(x, 0.3)),
  binary('Prelu', (x, alpha) => tf.prelu(x, alpha), {
    shapes: [
      [[], []],
      [[3, 4], [4]],
      [
        [2, 3, 4],
        [3, 1],
      ],
    ],
  }),
  unary('Selu', (x) => tf.selu(x)),
  unary('AddN', (x) => tf.addN([x, tf.mul(2, x), tf.square(x)])),
  unary('Cumsum', (x) => tf.cumsum(x, x.rank - 1), sequences),
  unary('Cumsum', (x) => tf.cumsum(x, x.rank - 1, true, true), sequences),
  unary('Cumsum', (x) => [tf.cumsum(x, 0), tf.cumsum(x, 0, true)], {
    ...sequences,
    differentiable: false,
  }),
  unary(
    'Cumprod',
    (x) => [
      tf.cumprod(x, 0),
      tf.cumprod(x, x.rank - 1, true),
      tf.cumprod(x, x.rank - 1, true, true),
    ],
    {
      ...sequences,
      differentiable: false,
    },
  ),
  unary('Prod', (x) => tf.prod(x, x.rank - 1), sequences),
  onMatrices('Prod', (x) => [tf.prod(x), tf.prod(x, 0)]),
  binary('Einsum', (a, b) => tf.einsum('ij,jk->ik', a, b), {
    shapes: [
      [
        [3, 4],
        [4, 2],
      ],
      [
        [1, 4],
        [4, 1],
      ],
    ],
    differentiable: false,
  }),
  binary('Einsum', (a, b) => tf.einsum('bqhd,bkhd->bhqk', a, b), {
    shapes: [
      [
        [2, 3, 2, 4],
        [2, 5, 2, 4],
      ],
    ],
    differentiable: false,
  }),
  ...repeated,
];
