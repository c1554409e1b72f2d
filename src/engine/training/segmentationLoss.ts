import {
  cast,
  div,
  greaterEqual,
  logSoftmax,
  maximum,
  mul,
  neg,
  oneHot,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';

/**
 * The mean softmax cross-entropy of the pixels that have a label, [batch]; 0 where none has.
 * @param output [batch, height, width, classes]
 * @param target [batch, height, width]: class, -1 for none
 */
export function segmentationLosses(output: Tensor, target: Tensor): Tensor1D {
  const classes = output.shape.at(-1) ?? 0;
  const known = cast(greaterEqual(target, 0), 'float32');
  const labels = cast(oneHot(cast(maximum(target, 0), 'int32'), classes), 'float32');
  const losses = neg(sum(mul(labels, logSoftmax(output)), 3));
  return div(sum(mul(losses, known), [1, 2]), maximum(sum(known, [1, 2]), 1));
}
