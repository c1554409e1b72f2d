import * as tf from '@tensorflow/tfjs-core';
import { randomIntegers } from '../../../../../src/engine/backend/randomIntegers';
import { convCases } from './convCases';
import { gatherCases } from './gatherCases';
import {
  alike,
  binary,
  discrete,
  int,
  onMatrices,
  positive,
  unary,
  type KernelCase,
} from './kernelCase';
import { mathCases } from './mathCases';

const elementwise: KernelCase[] = [
  binary('Add', (a, b) => tf.add(a, b)),
  binary('Add', (a, b) => tf.add(int(a), int(b)), discrete),
  binary('Sub', (a, b) => tf.sub(a, b)),
  binary('Multiply', (a, b) => tf.mul(a, b)),
  binary('Multiply', (a, b) => tf.mul(int(a), int(b)), discrete),
  binary('RealDiv', (a, b) => tf.div(a, b), positive),
  binary('Pow', (a, b) => tf.pow(a, b), positive),
  binary('Maximum', (a, b) => tf.maximum(a, b), alike),
  binary('Maximum', (a, b) => tf.maximum(a, b), discrete),
  binary('Minimum', (a, b) => tf.minimum(a, b), alike),
  binary('Minimum', (a, b) => tf.minimum(a, b), discrete),
  binary('SquaredDifference', (a, b) => tf.squaredDifference(a, b), alike),
  binary('SquaredDifference', (a, b) => tf.squaredDifference(a, b), discrete),
  unary('Neg', (x) => tf.neg(x)),
  unary('Abs', (x) => tf.abs(x)),
  unary('Sign', (x) => tf.sign(x)),
  unary('Reciprocal', (x) => tf.reciprocal(x), positive),
  unary('Exp', (x) => tf.exp(x)),
  unary('Expm1', (x) => tf.expm1(x)),
  unary('Expm1', (x) => tf.mul(1e6, tf.expm1(tf.mul(1e-6, x)))),
  unary('Log', (x) => tf.log(x), positive),
  unary('Log1p', (x) => tf.log1p(x), positive),
  unary('Log1p', (x) => tf.mul(1e6, tf.log1p(tf.mul(1e-6, x)))),
  unary('Log1p', (x) => tf.log1p(tf.mul(0, x))),
  unary('Sqrt', (x) => tf.sqrt(x), positive),
  unary('Rsqrt', (x) => tf.rsqrt(x), positive),
  unary('Square', (x) => tf.square(x)),
  unary('Relu', (x) => tf.relu(x)),
  unary('Relu6', (x) => tf.relu6(tf.mul(5, x))),
  unary('Elu', (x) => tf.elu(x)),
  unary('EluGrad', (x) => tf.grad((y) => tf.elu(y))(x), discrete),
  unary('Sigmoid', (x) => tf.sigmoid(x)),
  unary('Sigmoid', (x) => tf.sigmoid(tf.mul(x, 40))),
  unary('Tanh', (x) => tf.tanh(x)),
  unary('Softplus', (x) => tf.softplus(x)),
  unary('Softplus', (x) => tf.softplus(tf.mul(x, 40))),
  unary('Step', (x) => tf.step(x)),
  unary('Step', (x) => tf.step(x, 0.3)),
  unary('ClipByValue', (x) => tf.clipByValue(x, -0.5, 1)),
];

const logical: KernelCase[] = [
  binary('Equal', (a, b) => tf.equal(int(a), int(b)), discrete),
  binary('NotEqual', (a, b) => tf.notEqual(int(a), int(b)), discrete),
  binary('Greater', (a, b) => tf.greater(a, b), discrete),
  binary('Greater', (a, b) => tf.greater(int(a), int(b)), discrete),
  binary('GreaterEqual', (a, b) => tf.greaterEqual(int(a), int(b)), discrete),
  binary('Less', (a, b) => tf.less(int(a), int(b)), discrete),
  binary('LessEqual', (a, b) => tf.lessEqual(int(a), int(b)), discrete),
  binary('LessEqual', (a, b) => tf.lessEqual(tf.less(a, 0), tf.less(b, 0)), discrete),
  binary('LogicalAnd', (a, b) => tf.logicalAnd(tf.less(a, 0), tf.less(b, 0)), discrete),
  binary('LogicalOr', (a, b) => tf.logicalOr(tf.less(a, 0), tf.less(b, 0)), discrete),
  unary('LogicalNot', (x) => tf.logicalNot(tf.less(x, 0)), discrete),
  binary('Select', (a, b) => tf.where(tf.less(a, b), tf.mul(2, a), tf.mul(3, b)), discrete),
  unary('Select', (x) => {
    const everyThird = Array.from({ length: x.size }, (_, i) => i % 3 === 0);
    return tf.where(tf.tensor(everyThird, x.shape, 'bool'), tf.mul(2, x), tf.neg(x));
  }),
  unary('Cast', (x) => tf.cast(tf.cast(x, 'int32'), 'float32'), discrete),
  unary('Cast', (x) => tf.cast(tf.cast(int(x), 'bool'), 'float32'), discrete),
];

const reduce: KernelCase[] = [
  unary('Sum', (x) => tf.sum(x)),
  unary('Sum', (x) => tf.sum(int(x)), discrete),
  unary('Sum', (x) => tf.sum(x, -1, true), { shapes: [[[3]], [[3, 4]], [[2, 3, 4]]] }),
  onMatrices('Sum', (x) => tf.sum(x, 0)),
  onMatrices('Sum', (x) => tf.sum(x, [0], true)),
  onMatrices('Sum', (x) => tf.sum(x, [])),
  unary('Sum', (x) => tf.sum(x, [0, 1]), { shapes: [[[2, 3, 4]], [[1, 3, 4, 2]]] }),
  unary('Mean', (x) => tf.mean(x)),
  onMatrices('Mean', (x) => tf.mean(x, 0)),
  onMatrices('Mean', (x) => tf.mean(x, 1, true)),
  onMatrices('Mean', (x) => tf.mean(int(x), 1), discrete),
  onMatrices('Max', (x) => tf.max(x)),
  onMatrices('Max', (x) => tf.max(x, 1, true)),
  onMatrices('Min', (x) => tf.min(x, 0)),
  onMatrices('Prod', (x) => tf.prod(x, 1), discrete),
  onMatrices('ArgMax', (x) => tf.argMax(x, 1), discrete),
  onMatrices('ArgMax', (x) => tf.argMax(x, 0), discrete),
  onMatrices('ArgMin', (x) => [tf.argMin(x, 0), tf.argMin(x, 1)], discrete),
  onMatrices('ArgMin', (x) => tf.argMin(int(x), 1), discrete),
  onMatrices('All', (x) => [tf.all(tf.less(x, 1)), tf.all(tf.less(x, 1), 1)], discrete),
  onMatrices('Any', (x) => [tf.any(tf.less(x, -1), 0), tf.any(tf.less(x, -1), 1, true)], discrete),
  onMatrices(
    'TopK',
    (x) => {
      const { values, indices } = tf.topk(x, 1);
      return [values, indices];
    },
    discrete,
  ),
  unary(
    'TopK',
    (x) => {
      const { values, indices } = tf.topk(x, 3);
      return [values, indices];
    },
    { shapes: [[[7]], [[2, 3, 4]]], differentiable: false },
  ),
  onMatrices('Softmax', (x) => tf.softmax(x)),
  onMatrices('Exp', (x) => tf.logSoftmax(x)),
];

const shape: KernelCase[] = [
  unary('Identity', (x) => tf.clone(x)),
  unary('Reshape', (x) => tf.reshape(tf.reshape(x, [-1]), [1, -1])),
  onMatrices('Reshape', (x) => tf.reshape(tf.mul(2, tf.reshape(x, [-1, 1])), x.shape)),
  onMatrices('ExpandDims', (x) => [tf.expandDims(x, 1), tf.expandDims(x, -1)]),
  onMatrices('Transpose', (x) => tf.transpose(x)),
  unary('Transpose', (x) => tf.transpose(x, [2, 0, 1]), { shapes: [[[2, 3, 4]]] }),
  onMatrices('Tile', (x) => tf.tile(x, [2, 3])),
  unary('Transpose', (x) => tf.transpose(tf.relu(tf.transpose(x, [0, 2, 3, 1])), [0, 3, 1, 2]), {
    shapes: [[[2, 3, 4, 5]], [[2, 1, 4, 5]], [[1, 1, 1, 1]]],
  }),
  onMatrices('Slice', (x) => tf.slice(x, [0, 0], [-1, 1])),
  onMatrices('StridedSlice', (x) => tf.stridedSlice(x, [0, 0], [3, 4], [2, 3]), discrete),
  onMatrices('StridedSlice', (x) => tf.stridedSlice(x, [-1, -1], [-9, -9], [-1, -2]), discrete),
  onMatrices(
    'StridedSlice',
    (x) => tf.stridedSlice(x, [0, 0], [1, 1], [1, 1], 0, 2, 0, 4, 1),
    discrete,
  ),
  onMatrices('Reverse', (x) => [tf.reverse(x), tf.reverse(x, 1), tf.reverse(x, 0)]),
  unary('Reverse', (x) => tf.reverse(x, [0, 2]), { shapes: [[[2, 3, 4]], [[1, 2, 1]]] }),
  unary('Slice', (x) => tf.slice(x as tf.Tensor1D, 2, 3), { shapes: [[[7]]] }),
  onMatrices('PadV2', (x) => tf.pad(x, [[1, 0], [2, 3]], 0.5)), // prettier-ignore
];

const join: KernelCase[] = [
  onMatrices('Concat', (x) => tf.concat([x, tf.mul(2, x), x], 1)),
  unary('Concat', (x) => tf.concat(Array.from({ length: 12 }, (_, i) => tf.mul(i, x))), {
    shapes: [[[2]]],
  }),
  onMatrices('Pack', (x) => tf.stack([x, tf.neg(x)], 1)),
  unary('Pack', (x) => tf.stack([x, tf.mul(3, x)]), { shapes: [[[]], [[3]]] }),
  unary('SplitV', (x) => tf.concat(tf.split(x as tf.Tensor1D, [2, 4, 1]).reverse()), {
    shapes: [[[7]]],
  }),
  onMatrices('SplitV', (x) => tf.split(tf.tile(x, [1, 2]), 2, 1)),
  onMatrices('SplitV', (x) =>
    [0, 1].flatMap((axis) => tf.split(tf.concat([x, tf.exp(x)], axis), 2, axis)),
  ),
  onMatrices('SplitV', (x) => tf.split(tf.transpose(tf.concat([x, tf.exp(x)], 1)), 2, 1), {
    shapes: [[[2, 2]]],
  }),
  onMatrices('Unpack', (x) => tf.unstack(x, 1), { shapes: [[[3, 4]], [[1, 5]]] }),
];

const matMul: KernelCase[] = [false, true].flatMap((transposeA) =>
  [false, true].flatMap((transposeB) => {
    const of = (rows: number, columns: number, transpose: boolean, batch: number[] = []) => [
      ...batch,
      ...(transpose ? [columns, rows] : [rows, columns]),
    ];
    const pair = (m: number, k: number, n: number, batchA?: number[], batchB = batchA) => [
      of(m, k, transposeA, batchA),
      of(k, n, transposeB, batchB),
    ];
    const shapes = [pair(3, 4, 5), pair(1, 4, 1), pair(4, 1, 3), pair(2, 3, 4, [2])];
    const products = { shapes: [...shapes, pair(2, 3, 4, [3, 2])] };
    return [
      binary('BatchMatMul', (a, b) => tf.matMul(a, b, transposeA, transposeB), products),
      ...(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const).map((activation) =>
        binary(
          '_FusedMatMul',
          (a, b) => {
            const columns = b.shape.at(transposeB ? -2 : -1)!;
            const bias = tf.tensor1d(Array.from({ length: columns }, (_, i) => i - 1));
            return tf.fused.matMul({ a, b, transposeA, transposeB, bias, activation });
          },
          { shapes, differentiable: activation === 'linear' },
        ),
      ),
    ];
  }),
);

/** Biases that TensorFlow.js broadcasts otherwise than along the rows. */
const otherBiases: KernelCase[] = [[3, 1], [3, 3], [1, 3], []].map((biasShape) =>
  onMatrices(
    '_FusedMatMul',
    (a) => {
      const size = biasShape.reduce((product, length) => product * length, 1);
      const bias = tf.tensor(
        Array.from({ length: size }, (_, i) => i + 1),
        biasShape,
      );
      return tf.fused.matMul({ a, b: tf.ones<tf.Rank.R2>([4, 3]), bias });
    },
    { shapes: [[[3, 4]]], differentiable: false },
  ),
);

const create: KernelCase[] = [
  unary('Fill', (x) => tf.mul(x, tf.fill([2, 1, 1, 1], 1.5))),
  unary('ZerosLike', (x) => tf.zerosLike(x)),
  unary('OnesLike', (x) => tf.add(x, tf.onesLike(x))),
  unary('Range', (x) => tf.mul(x, tf.range(2, 9, 3)), { shapes: [[[]], [[3]]] }),
  unary('Range', (x) => tf.mul(x, tf.cast(tf.range(3, -1, -2, 'int32'), 'float32')), {
    shapes: [[[2]]],
  }),
  unary('LinSpace', (x) => tf.mul(x, tf.linspace(-1, 1, 5)), { shapes: [[[]], [[5]]] }),
  unary('OneHot', (x) => tf.oneHot(int(x), 3, 2, -1), discrete),
  unary('OneHot', (x) => tf.oneHot(int(x), 2, 1, 0, 'float32'), discrete),
  onMatrices(
    'RandomIntegers',
    (x) => {
      const key = tf.tensor1d([123456789, -987654321], 'int32');
      return tf.mul(x, tf.cast(randomIntegers(key, x.shape, 5), 'float32'));
    },
    {},
  ),
];

export const kernelCases: readonly KernelCase[] = [
  ...elementwise,
  ...logical,
  ...reduce,
  ...shape,
  ...join,
  ...matMul,
  ...otherBiases,
  ...create,
  ...mathCases,
  ...gatherCases,
  ...convCases,
];
