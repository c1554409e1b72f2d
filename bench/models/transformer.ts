import {
  add,
  cast,
  gather,
  matMul,
  mean,
  relu,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { layerNorm } from '../../src/engine/backend/layerNorm';
import { selfAttention } from '../../src/engine/model/attention';
import type { Network } from './network';
import type { TransformerWorkload } from './workload';

/** Tokens come as rows of their numbers; normalisation after each block, as in the paper. */
export function transformer(workload: TransformerWorkload): Network {
  const { batch, tokens, vocabulary, width, layers, feedForward, outputs } = workload;
  const layerShapes = [
    [width, 3 * width],
    [width, width],
    [width],
    [width],
    [width, feedForward],
    [feedForward],
    [feedForward, width],
    [width],
    [width],
    [width],
  ];
  return {
    shapes: [
      [vocabulary, width],
      [tokens, width],
      ...Array.from({ length: layers }, () => layerShapes).flat(),
      ...outputs.flatMap((size) => [[width, size], [size]]),
    ],
    forward(ids, weights) {
      const [embedding, positions, ...rest] = weights as [Tensor, Tensor, ...Tensor[]];
      const words = gather(embedding, reshape(cast(ids, 'int32'), [batch * tokens]));
      let x: Tensor = add(reshape(words, [batch, tokens, width]), positions);
      for (let layer = 0; layer < layers; layer++) {
        x = block(x, rest.splice(0, layerShapes.length) as BlockWeights, workload);
      }
      const common = mean(x, 1);
      return outputs.map((_, task): Tensor2D =>
        add(matMul(common, rest[2 * task]!), rest[2 * task + 1]!),
      );
    },
  };
}

type Norm = [scale: Tensor1D, offset: Tensor1D];
type BlockWeights = [
  qkv: Tensor2D,
  out: Tensor2D,
  ...Norm,
  up: Tensor,
  upBias: Tensor,
  down: Tensor,
  downBias: Tensor,
  ...Norm,
];

function block(
  x: Tensor,
  [qkv, out, scale1, offset1, up, upBias, down, downBias, scale2, offset2]: BlockWeights,
  { heads }: TransformerWorkload,
): Tensor {
  const attended = selfAttention(x as Tensor3D, qkv, out, heads);
  const middle = layerNorm(add(x, attended), scale1, offset1);
  const hidden = relu(add(dense(middle, up), upBias));
  return layerNorm(add(middle, add(dense(hidden, down), downBias)), scale2, offset2);
}

function dense(x: Tensor, kernel: Tensor): Tensor {
  const [batch = 1, tokens = 1, from = 1] = x.shape;
  const product = matMul(reshape(x, [batch * tokens, from]), kernel);
  return reshape(product, [batch, tokens, -1]);
}
