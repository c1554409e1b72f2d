import {
  add,
  customGrad,
  matMul,
  mul,
  reshape,
  softmax,
  split,
  sub,
  sum,
  transpose,
  type GradSaveFunc,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

/**
 * Multi-head self-attention (Vaswani et al., arXiv 1706.03762) without biases. Within, widths come
 * before tokens: then heads are cut without moving an element.
 * @param x [batch, tokens, width]
 * @param qkv [width, 3 width]: queries, keys, values, each head by head
 * @param out [width, width]
 */
export function selfAttention(x: Tensor3D, qkv: Tensor2D, out: Tensor2D, heads: number): Tensor3D {
  const [batch, tokens, width] = x.shape;
  const perHead = [batch, heads, width / heads, tokens];
  const [q, k, v] = split(projected(x, qkv), 3, 1).map((part) => reshape(part, perHead)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const mixed = reshape(attention(q, k, v), [batch, width, tokens]);
  return unprojected(mixed, out);
}

/**
 * What each query takes of the memory, [batch, queries, width].
 * @param query [batch, queries, width]
 * @param keysAndValues [batch, tokens, 2 width]
 * @param bias added to the scores, [batch or 1, 1, queries or 1, tokens]: {@link paddingBias}
 */
export function attend(
  query: Tensor,
  keysAndValues: Tensor,
  heads: number,
  bias: Tensor | undefined,
): Tensor {
  const [, queries = 1, width = 1] = query.shape;
  const [keys, values] = split(keysAndValues, 2, 2) as [Tensor, Tensor];
  const perHead = (x: Tensor): Tensor =>
    transpose(reshape(x, [-1, x.shape[1] ?? 1, heads, width / heads]), [0, 2, 3, 1]);
  const mixed = attention(perHead(query), perHead(keys), perHead(values), bias);
  return reshape(transpose(mixed, [0, 3, 1, 2]), [-1, queries, width]);
}

/** A bias by which nothing attends to padding. @param mask [batch, tokens] */
export function paddingBias(mask: Tensor): Tensor {
  const [, tokens = 1] = mask.shape;
  return reshape(mul(sub(mask, 1), outOfSight), [-1, 1, 1, tokens]);
}

/** x·kernel with its axes swapped: [batch, tokens, in] and [in, out] give [batch, out, tokens]. */
const projected = customGrad<Tensor>((...args) => {
  const [x, kernel, save] = args as [Tensor3D, Tensor2D, GradSaveFunc];
  save([x, kernel]);
  return {
    value: matMul(leading(kernel), x, true, true),
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [x, kernel] = saved as [Tensor3D, Tensor2D];
      return [matMul(dy, leading(kernel), true, true), sum(matMul(x, dy, true, true), 0)];
    },
  };
});

/** The swapped x times the kernel: [batch, in, tokens] and [in, out] give [batch, tokens, out]. */
const unprojected = customGrad<Tensor3D>((...args) => {
  const [x, kernel, save] = args as [Tensor3D, Tensor2D, GradSaveFunc];
  save([x, kernel]);
  return {
    value: matMul(x, leading(kernel), true),
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [x, kernel] = saved as [Tensor3D, Tensor2D];
      return [matMul(leading(kernel), dy, false, true), sum(matMul(x, dy), 0)];
    },
  };
});

/** Beside it, the score of every token that is there is nothing. */
const outOfSight = 1e9;

/**
 * Scaled dot products; all are [batch, heads, width, tokens]. The softmax's gradient needs the sum
 * over all keys of shares times their gradients: it is that of the results times theirs, which are
 * fewer (Dao et al., arXiv 2205.14135).
 */
function attention(q: Tensor, k: Tensor, v: Tensor, bias?: Tensor): Tensor {
  const attentionOf = customGrad<Tensor>((...args) => {
    const [q, k, v, save] = args as [Tensor, Tensor, Tensor, GradSaveFunc];
    const [batch = 1, heads = 1, width = 1, tokens = 1] = q.shape;
    const scale = 1 / Math.sqrt(width);
    const scores: Tensor = mul(matMul(q, k, true), scale);
    const shares = softmax(bias ? add(scores, bias) : scores);
    const value = matMul(v, shares, false, true);
    save([q, k, v, shares, value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [q, k, v, shares, value] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
        const mean = reshape(sum(mul(dy, value), 2), [batch, heads, tokens, 1]);
        const dScores = mul(shares, sub(matMul(dy, v, true), mean));
        return [
          mul(matMul(k, dScores, false, true), scale),
          mul(matMul(q, dScores), scale),
          matMul(dy, shares),
        ];
      },
    };
  });
  return attentionOf(q, k, v);
}

/** The kernel for every row of a batch. */
function leading(kernel: Tensor2D): Tensor3D {
  return reshape(kernel, [1, ...kernel.shape]);
}
