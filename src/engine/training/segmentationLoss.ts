import {
  cast,
  div,
  greaterEqual,
  maximum,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { crossEntropy } from './crossEntropy';

/**
 * The mean softmax cross-entropy of the pixels that have a label, [batch]; 0 where none has.
 * @param output [batch, height, width, classes]
 * @param target [batch, height, width]: class, -1 for none
 */
export function segmentationLosses(output: Tensor, target: Tensor): Tensor1D {
  const known = cast(greaterEqual(target, 0), 'float32');
  const losses = crossEntropy(output, cast(maximum(target, 0), 'int32'));
  return div(sum(mul(losses, known), [1, 2]), maximum(sum(known, [1, 2]), 1));
}
