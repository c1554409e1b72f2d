import * as tf from '@tensorflow/tfjs-core';

export type Shape = readonly number[];

/** A use of a kernel, to be run on several sets of arguments. */
export interface KernelCase {
  /** Names of the kernels, separated by spaces. */
  readonly kernel: string;
  /** The shapes of the arguments, for each set. */
  readonly shapes: readonly (readonly Shape[])[];
  readonly compute: (...args: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  /** Range of the arguments' values. */
  readonly range: readonly [number, number];
  /** False for what has no gradient, or one that needs kernels outside the table. */
  readonly differentiable: boolean;
}

type Options = Partial<Pick<KernelCase, 'range' | 'differentiable' | 'shapes'>>;

const one: Shape[][] = [[[]], [[1]], [[7]], [[1, 5]], [[3, 4]], [[2, 1, 3]]];
const two: Shape[][] = [
  [[], []],
  [[1], [1]],
  [[], [3]],
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 4], [4]],
  [
    [3, 1],
    [1, 4],
  ],
  [
    [2, 3, 4],
    [3, 1],
  ],
];
/** For kernels whose gradient in TensorFlow.js does not undo a broadcast. */
export const alike: Options = {
  shapes: [
    [[], []],
    [[1], [1]],
    [
      [3, 4],
      [3, 4],
    ],
  ],
};
const matrices: Shape[][] = [[[3, 4]], [[1, 5]], [[4, 1]]];
export const positive: Options = { range: [0.1, 3] };
export const discrete: Options = { differentiable: false };

export function unary(
  kernel: string,
  compute: (x: tf.Tensor) => tf.Tensor | tf.Tensor[],
  options?: Options,
): KernelCase {
  return { kernel, compute, shapes: one, range: [-2, 2], differentiable: true, ...options };
}

export function binary(
  kernel: string,
  compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor | tf.Tensor[],
  options?: Options,
): KernelCase {
  return { kernel, compute, shapes: two, range: [-2, 2], differentiable: true, ...options };
}

export function onMatrices(
  kernel: string,
  compute: (x: tf.Tensor2D) => tf.Tensor | tf.Tensor[],
  options?: Options,
): KernelCase {
  return {
    kernel,
    compute: (x) => compute(x as tf.Tensor2D),
    shapes: matrices,
    range: [-2, 2],
    differentiable: true,
    ...options,
  };
}

/** -1, 0 or 1: values that are often equal. */
export const int = (x: tf.Tensor) => tf.cast(x, 'int32');
