import {
  add,
  cast,
  div,
  gather,
  matMul,
  mean,
  mul,
  relu,
  reshape,
  softmax,
  split,
  sqrt,
  square,
  sub,
  transpose,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
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
    multiplyAdds:
      layers * tokens * width * (4 * width + 2 * tokens + 2 * feedForward) +
      outputs.reduce((total, size) => total + width * size, 0),
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

type Six<Item> = [Item, Item, Item, Item, Item, Item];
type BlockWeights = [...Six<Tensor>, Tensor, Tensor, Tensor, Tensor];

function block(
  x: Tensor,
  [qkv, out, scale1, offset1, up, upBias, down, downBias, scale2, offset2]: BlockWeights,
  workload: TransformerWorkload,
): Tensor {
  const attended = dense(attention(dense(x, qkv), workload), out);
  const middle = layerNorm(add(x, attended), scale1, offset1);
  const hidden = relu(add(dense(middle, up), upBias));
  return layerNorm(add(middle, add(dense(hidden, down), downBias)), scale2, offset2);
}

/** Scaled dot products of all heads; [batch, tokens, 3 width] -> [batch, tokens, width]. */
function attention(x: Tensor, { batch, tokens, width, heads }: TransformerWorkload): Tensor {
  const each = width / heads;
  const [q, k, v] = split(x, 3, 2).map((part) =>
    transpose(reshape(part, [batch, tokens, heads, each]), [0, 2, 1, 3]),
  ) as [Tensor, Tensor, Tensor];
  const scores = softmax(mul(matMul(q, k, false, true), 1 / Math.sqrt(each)));
  return reshape(transpose(matMul(scores, v), [0, 2, 1, 3]), [batch, tokens, width]);
}

function dense(x: Tensor, kernel: Tensor): Tensor {
  const [batch = 1, tokens = 1, from = 1] = x.shape;
  const product = matMul(reshape(x, [batch * tokens, from]), kernel);
  return reshape(product, [batch, tokens, -1]);
}

function layerNorm(x: Tensor, scale: Tensor, offset: Tensor): Tensor {
  const centred = sub(x, mean(x, -1, true));
  const deviation = sqrt(add(mean(square(centred), -1, true), 1e-5));
  return add(mul(div(centred, deviation), scale), offset);
}
