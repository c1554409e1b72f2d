/**
 * What MTL Lab gives to a model of your own: see docs/own-model.md. The editor completes and checks
 * your module by it; nothing of it is there when the module runs.
 */

/** Numbers of any shape, as TensorFlow.js has them. The first dimension is that of the rows. */
export interface Tensor {
  /** For example [batch, 64]. */
  readonly shape: number[];
  readonly rank: number;
  readonly size: number;
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64' | 'string';
}

/** Where an operation takes a tensor, numbers do as well. */
export type Numbers = Tensor | number | number[] | number[][];

/** What `shared` sees: all numbers and categories of a row side by side, and each picture. */
export interface Inputs {
  /** [batch, width]; absent when there are pictures only. */
  readonly features: Tensor;
  /** [batch, height, width, channels], by the name of the feature. */
  readonly [picture: string]: Tensor;
}

export interface Task {
  readonly name: string;
  readonly type: 'regression' | 'binary' | 'multiclass';
  /** Numbers that a head must return for a row. */
  readonly outputs: number;
  /** Labels in the order of a multiclass task's outputs; negative and positive of a binary one. */
  readonly classes: readonly string[];
}

export type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid' | 'elu' | 'softplus';

export interface WeightOptions {
  /**
   * Where it starts: one number, a list of all numbers, uniform in ±limit, or Glorot's uniform
   * numbers, which are the default for two and more dimensions. A vector starts at 0.
   */
  readonly initial?: number | readonly number[] | { readonly limit: number } | 'glorot';
  /** Factor of the sum of its squares that is added to the training objective. */
  readonly l2?: number;
}

/** What a loss is given. */
export interface LossLab {
  readonly tf: Operations;
}

/** What `shared` and `head` are given. */
export interface Lab extends LossLab {
  /** Whether this is a training pass; dropout looks for itself. */
  readonly training: boolean;
  /**
   * A weight of the shared part or of the head, made where it is first asked for. Every pass must ask
   * for the same ones.
   * @param name for example `kernel`, or `block0/kernel`
   */
  weight(name: string, shape: readonly number[], options?: WeightOptions): Tensor;
  /** A dense layer on the last dimension, with the weights `<name>/kernel` and `<name>/bias`. */
  dense(
    name: string,
    x: Tensor,
    units: number,
    options?: { readonly activation?: Activation; readonly l2?: number },
  ): Tensor;
  /** Sets numbers to 0 with this probability while training. */
  dropout(x: Tensor, rate: number): Tensor;
  /** Adds a number, a tensor without dimensions, to the training objective. */
  penalty(term: Tensor): void;
}

/** One tensor for the heads of all tasks, or one for each by the task's name, all of one shape. */
export type Shared = (lab: Lab, inputs: Inputs) => Tensor | Readonly<Record<string, Tensor>>;

/** A task's raw output, [batch, task.outputs]: the scaled value, or logits. */
export type Head = (lab: Lab, x: Tensor, task: Task) => Tensor;

/** Each row's loss, [batch], by task. `target`, [batch]: the scaled value, 0 or 1, or the class. */
export type Losses = Readonly<
  Record<string, (lab: LossLab, output: Tensor, target: Tensor) => Tensor>
>;

/**
 * Metrics by task and name, computed in plain numbers over all labelled rows; `outputs` has
 * `task.outputs` numbers a row. Those are reported that the experiment names in
 * `tasks.<task>.metrics`. A name ends in `_score`, where more is better, or in `_loss`, `_error` or
 * `_deviance`.
 */
export type Metrics = Readonly<
  Record<
    string,
    Readonly<Record<string, (outputs: Float32Array, targets: Float32Array, task: Task) => number>>
  >
>;

/**
 * The operations of TensorFlow.js that are compiled: https://js.tensorflow.org/api/latest. Others are
 * there too when the module runs; a step with one of them runs operation by operation.
 */
export interface Operations {
  // Two tensors, number by number; a dimension of 1 is repeated.
  add(a: Numbers, b: Numbers): Tensor;
  sub(a: Numbers, b: Numbers): Tensor;
  mul(a: Numbers, b: Numbers): Tensor;
  div(a: Numbers, b: Numbers): Tensor;
  floorDiv(a: Numbers, b: Numbers): Tensor;
  mod(a: Numbers, b: Numbers): Tensor;
  pow(base: Numbers, exponent: Numbers): Tensor;
  maximum(a: Numbers, b: Numbers): Tensor;
  minimum(a: Numbers, b: Numbers): Tensor;
  squaredDifference(a: Numbers, b: Numbers): Tensor;
  addN(tensors: Tensor[]): Tensor;

  // One tensor, number by number.
  neg(x: Numbers): Tensor;
  abs(x: Numbers): Tensor;
  sign(x: Numbers): Tensor;
  reciprocal(x: Numbers): Tensor;
  square(x: Numbers): Tensor;
  sqrt(x: Numbers): Tensor;
  rsqrt(x: Numbers): Tensor;
  exp(x: Numbers): Tensor;
  expm1(x: Numbers): Tensor;
  log(x: Numbers): Tensor;
  log1p(x: Numbers): Tensor;
  sin(x: Numbers): Tensor;
  cos(x: Numbers): Tensor;
  tan(x: Numbers): Tensor;
  asin(x: Numbers): Tensor;
  acos(x: Numbers): Tensor;
  atan(x: Numbers): Tensor;
  sinh(x: Numbers): Tensor;
  cosh(x: Numbers): Tensor;
  tanh(x: Numbers): Tensor;
  asinh(x: Numbers): Tensor;
  acosh(x: Numbers): Tensor;
  atanh(x: Numbers): Tensor;
  erf(x: Numbers): Tensor;
  floor(x: Numbers): Tensor;
  ceil(x: Numbers): Tensor;
  round(x: Numbers): Tensor;
  step(x: Numbers, alpha?: number): Tensor;
  clipByValue(x: Numbers, minimum: number, maximum: number): Tensor;

  // Activations.
  relu(x: Numbers): Tensor;
  relu6(x: Numbers): Tensor;
  leakyRelu(x: Numbers, alpha?: number): Tensor;
  prelu(x: Numbers, alpha: Numbers): Tensor;
  elu(x: Numbers): Tensor;
  selu(x: Numbers): Tensor;
  sigmoid(x: Numbers): Tensor;
  logSigmoid(x: Numbers): Tensor;
  softplus(x: Numbers): Tensor;
  softmax(logits: Numbers, dim?: number): Tensor;
  logSoftmax(logits: Numbers, axis?: number): Tensor;

  // Along dimensions; along all of them without an axis.
  sum(x: Numbers, axis?: number | number[], keepDims?: boolean): Tensor;
  mean(x: Numbers, axis?: number | number[], keepDims?: boolean): Tensor;
  prod(x: Numbers, axis?: number | number[], keepDims?: boolean): Tensor;
  max(x: Numbers, axis?: number | number[], keepDims?: boolean): Tensor;
  min(x: Numbers, axis?: number | number[], keepDims?: boolean): Tensor;
  logSumExp(x: Numbers, axis?: number | number[], keepDims?: boolean): Tensor;
  all(x: Tensor, axis?: number | number[], keepDims?: boolean): Tensor;
  any(x: Tensor, axis?: number | number[], keepDims?: boolean): Tensor;
  argMax(x: Numbers, axis?: number): Tensor;
  argMin(x: Numbers, axis?: number): Tensor;
  cumsum(x: Tensor, axis?: number, exclusive?: boolean, reverse?: boolean): Tensor;
  moments(x: Tensor, axis?: number | number[], keepDims?: boolean): { mean: Tensor; variance: Tensor };

  // Products.
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  dot(a: Tensor, b: Tensor): Tensor;

  // Comparisons.
  equal(a: Numbers, b: Numbers): Tensor;
  notEqual(a: Numbers, b: Numbers): Tensor;
  greater(a: Numbers, b: Numbers): Tensor;
  greaterEqual(a: Numbers, b: Numbers): Tensor;
  less(a: Numbers, b: Numbers): Tensor;
  lessEqual(a: Numbers, b: Numbers): Tensor;
  logicalAnd(a: Tensor, b: Tensor): Tensor;
  logicalOr(a: Tensor, b: Tensor): Tensor;
  logicalNot(x: Tensor): Tensor;
  where(condition: Tensor, a: Numbers, b: Numbers): Tensor;
  isNaN(x: Tensor): Tensor;
  isInf(x: Tensor): Tensor;
  isFinite(x: Tensor): Tensor;

  // Shapes.
  reshape(x: Tensor, shape: number[]): Tensor;
  expandDims(x: Tensor, axis?: number): Tensor;
  squeeze(x: Tensor, axis?: number[]): Tensor;
  transpose(x: Tensor, order?: number[]): Tensor;
  tile(x: Tensor, repeats: number[]): Tensor;
  broadcastTo(x: Tensor, shape: number[]): Tensor;
  pad(x: Tensor, paddings: Array<[number, number]>, value?: number): Tensor;
  reverse(x: Tensor, axis?: number | number[]): Tensor;
  cast(x: Tensor, dtype: 'float32' | 'int32' | 'bool'): Tensor;

  // Parts.
  concat(tensors: Tensor[], axis?: number): Tensor;
  stack(tensors: Tensor[], axis?: number): Tensor;
  unstack(x: Tensor, axis?: number): Tensor[];
  split(x: Tensor, sizes: number | number[], axis?: number): Tensor[];
  slice(x: Tensor, begin: number | number[], size?: number | number[]): Tensor;
  gather(x: Tensor, indices: Tensor, axis?: number, batchDims?: number): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;

  // Pictures, [batch, height, width, channels].
  conv2d(
    x: Tensor,
    kernel: Tensor,
    strides: number | [number, number],
    padding: 'same' | 'valid',
  ): Tensor;
  depthwiseConv2d(
    x: Tensor,
    kernel: Tensor,
    strides: number | [number, number],
    padding: 'same' | 'valid',
  ): Tensor;
  maxPool(
    x: Tensor,
    size: number | [number, number],
    strides: number | [number, number],
    padding: 'same' | 'valid',
  ): Tensor;
  avgPool(
    x: Tensor,
    size: number | [number, number],
    strides: number | [number, number],
    padding: 'same' | 'valid',
  ): Tensor;

  // Constants.
  scalar(value: number): Tensor;
  tensor(values: number | number[] | number[][], shape?: number[]): Tensor;
  zeros(shape: number[]): Tensor;
  ones(shape: number[]): Tensor;
  fill(shape: number[], value: number): Tensor;
  zerosLike(x: Tensor): Tensor;
  onesLike(x: Tensor): Tensor;
  range(start: number, stop: number, step?: number): Tensor;
  linspace(start: number, stop: number, count: number): Tensor;
}
