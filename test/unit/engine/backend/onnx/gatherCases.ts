import * as tf from '@tensorflow/tfjs-core';
import { discrete, onMatrices, unary, type KernelCase } from './kernelCase';

const ints = (values: number[], shape: number[] = [values.length]) =>
  tf.tensor(values, shape, 'int32');

export const gatherCases: KernelCase[] = [
  onMatrices('GatherV2', (x) => tf.gather(x, ints([0, 0]))),
  unary('GatherV2', (x) => tf.gather(x, ints([2, 0, 1, 2], [2, 2]), 1), {
    shapes: [[[2, 3, 2]]],
    differentiable: false,
  }),
  unary('GatherV2', (x) => tf.gather(x, ints([2, 0, 2]), 1), { shapes: [[[2, 3, 2]]] }),
  unary('GatherV2', (x) => tf.gather(x, ints([2, 0, 2, 1, 0, 0], [2, 3]), 0), {
    shapes: [[[3, 4]], [[3, 1]]],
  }),
  unary('GatherV2', (x) => tf.gather(x, ints([2, 0, 1, 1], [2, 2]), 1, 1), {
    shapes: [[[2, 3, 2]], [[2, 3]], [[2, 3, 1, 2]]],
  }),
  unary('GatherV2', (x) => tf.gather(x, ints([2, 0, 1, 1], [2, 2]), 2, 1), {
    shapes: [[[2, 2, 3, 2]], [[2, 1, 3]]],
    differentiable: false,
  }),
  unary('UnsortedSegmentSum', (x) => tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1], 'int32'), 3), {
    shapes: [[[3]], [[3, 4]]],
  }),
  unary('GatherNd', (x) => tf.gatherND(x, ints([2, 0, 1, 1], [2, 2])), {
    shapes: [[[3, 2]], [[3, 2, 4]]],
    differentiable: false,
  }),
  onMatrices('GatherNd', (x) => tf.gatherND(x, ints([0, 0], [2, 1])), discrete),
  unary('ScatterNd', (x) => tf.scatterND(ints([4, 0, 4], [3, 1]), x, [6]), {
    shapes: [[[3]]],
    differentiable: false,
  }),
  unary('ScatterNd', (x) => tf.scatterND(ints([1, 0], [2, 1]), x, [3, 4]), {
    shapes: [[[2, 4]]],
    differentiable: false,
  }),
  unary('SparseToDense', (x) => tf.sparseToDense(ints([4, 0, 2]), x, [6], 0.5), {
    shapes: [[[3]]],
    differentiable: false,
  }),
  unary('SparseToDense', (x) => tf.sparseToDense(ints([0, 3, 2, 1], [2, 2]), x, [3, 4], -1), {
    shapes: [[[2]], [[]]],
    differentiable: false,
  }),
];
