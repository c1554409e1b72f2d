import * as tf from '@tensorflow/tfjs-core';
import { layerNorm } from '../../../../src/engine/backend/layerNorm';
import { selfAttention } from '../../../../src/engine/model/attention';

type Compute = (x: tf.Tensor, weights: readonly tf.Tensor[]) => tf.Tensor;

export interface Layer {
  /** Of one row of the batch. */
  readonly input: { readonly shape: readonly number[]; readonly dtype: 'float32' | 'int32' };
  readonly weights: readonly (readonly number[])[];
  readonly compute: Compute;
}

const floats = (...shape: number[]) => ({ shape, dtype: 'float32' as const });

const dense = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) =>
  tf.add(tf.matMul(x, kernel), bias);

/** Gated recurrent unit (Cho et al., arXiv 1406.1078), gates in the order update, reset, new. */
const gru: Compute = (x, [kernel, recurrent, bias]) => {
  const units = recurrent!.shape[0];
  const [batch = 1] = x.shape;
  return tf.unstack(x, 1).reduce<tf.Tensor>(
    (h, input) => {
      const [zx, rx, nx] = tf.split(dense(input, kernel!, bias!), 3, 1);
      const [zh, rh, nh] = tf.split(tf.matMul(h, recurrent!), 3, 1);
      const z = tf.sigmoid(tf.add(zx!, zh!));
      const n = tf.tanh(tf.add(nx!, tf.mul(tf.sigmoid(tf.add(rx!, rh!)), nh!)));
      return tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), n));
    },
    tf.zeros([batch, units]),
  );
};

const lstm: Compute = (x, [kernel, bias]) => {
  const [batch = 1] = x.shape;
  const zeros = tf.zeros<tf.Rank.R2>([batch, 4]);
  const [, h] = tf
    .unstack(x, 1)
    .reduce<[tf.Tensor2D, tf.Tensor2D]>(
      ([c, h], input) =>
        tf.basicLSTMCell(1, kernel as tf.Tensor2D, bias as tf.Tensor1D, input as tf.Tensor2D, c, h),
      [zeros, zeros],
    );
  return h;
};

const composedNorm = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) => {
  const { mean, variance } = tf.moments(x, -1, true);
  const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normal, scale), offset);
};

/** A Transformer block (Vaswani et al., arXiv 1706.03762) on embedded tokens, two heads, causal. */
const attention: Compute = (tokens, [embedding, kernel, out, scale, offset]) => {
  const [batch = 1, length = 1] = tokens.shape;
  const width = embedding!.shape[1]!;
  const x = tf.gather(embedding!, tokens);
  const rows = tf.reshape(x, [batch * length, width]);
  const heads = tf
    .split(tf.matMul(rows, kernel!), 3, 1)
    .map((part) => tf.transpose(tf.reshape(part, [batch, length, 2, width / 2]), [0, 2, 1, 3]));
  const [q, k, v] = heads as [tf.Tensor, tf.Tensor, tf.Tensor];
  const positions = tf.range(0, length);
  const future = tf.greater(tf.expandDims(positions, 0), tf.expandDims(positions, 1));
  const mask = tf.mul(tf.cast(future, 'float32'), -1e9);
  const scores = tf.softmax(tf.add(tf.matMul(q, k, false, true), mask));
  const mixed = tf.reshape(tf.transpose(tf.matMul(scores, v), [0, 2, 1, 3]), [-1, width]);
  return composedNorm(tf.add(rows, tf.matMul(mixed, out!)), scale!, offset!);
};

/** Self-attention and layer normalisation, by their own gradients. */
const encoderBlock: Compute = (x, [qkv, out, scale, offset]) => {
  const attended = selfAttention(x as tf.Tensor3D, qkv as tf.Tensor2D, out as tf.Tensor2D, 2);
  return layerNorm(tf.add(x, attended), scale as tf.Tensor1D, offset as tf.Tensor1D);
};

/** Batch normalisation (Ioffe and Szegedy, arXiv 1502.03167) by the moments of the batch. */
const batchNorm = (x: tf.Tensor4D, scale: tf.Tensor, offset: tf.Tensor) => {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = tf.moments(x, axes);
  return tf.batchNorm(
    x,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    offset as tf.Tensor1D,
    scale as tf.Tensor1D,
  );
};

const conv = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) =>
  tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'), bias));

const convNet: Compute = (x, [filter, bias, depthwise, scale, offset, kernel, last]) => {
  const first = tf.maxPool(conv(x, filter!, bias!) as tf.Tensor4D, 3, 2, 'same');
  const second = tf.depthwiseConv2d(first, depthwise as tf.Tensor4D, 1, 'same');
  const pooled = tf.avgPool(
    tf.relu<tf.Tensor4D>(batchNorm(second, scale!, offset!)),
    2,
    2,
    'valid',
  );
  return tf.logSoftmax(dense(tf.reshape(pooled, [x.shape[0], -1]), kernel!, last!));
};

/** A residual block (He et al., arXiv 1512.03385) and global average pooling. */
const residual: Compute = (x, [filter, bias]) =>
  tf.mean(tf.add(x, conv(conv(x, filter!, bias!), filter!, bias!)), [1, 2]);

const conv1d: Compute = (x, [filter, bias]) =>
  tf.add(tf.conv1d(x as tf.Tensor3D, filter as tf.Tensor3D, 2, 'same'), bias!);

/** Layers as experiments write them. */
export const layers: Readonly<Record<string, Layer>> = {
  'a GRU': { input: floats(4, 3), weights: [[3, 12], [4, 12], [12]], compute: gru },
  'an LSTM': { input: floats(4, 3), weights: [[7, 16], [16]], compute: lstm },
  'multi-head attention': {
    input: { shape: [5], dtype: 'int32' },
    weights: [[5, 8], [8, 24], [8, 8], [8], [8]],
    compute: attention,
  },
  "an encoder's block": {
    input: floats(5, 8),
    weights: [[8, 24], [8, 8], [8], [8]],
    compute: encoderBlock,
  },
  'a convolutional network': {
    input: floats(7, 9, 2),
    weights: [[3, 3, 2, 4], [4], [3, 3, 4, 2], [8], [8], [32, 3], [3]],
    compute: convNet,
  },
  'a residual block': { input: floats(5, 4, 3), weights: [[3, 3, 3, 3], [3]], compute: residual },
  'a convolution of sequences': {
    input: floats(9, 2),
    weights: [[3, 2, 4], [4]],
    compute: conv1d,
  },
};
