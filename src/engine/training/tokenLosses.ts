import {
  add,
  argMax,
  cast,
  div,
  maximum,
  minimum,
  mul,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { EncodedTask } from '../../shared/encoding';
import { isTokenTask, type TokenTask } from '../../shared/experiment';
import { crossEntropy } from './crossEntropy';

/**
 * The mean softmax cross-entropy of each row's tokens, [batch]; padding does not count.
 * @param output logits, [batch, tokens, classes]
 * @param target [batch, tokens]: class indices from 1 on, 0 for padding
 */
export function tokenLosses(spec: TokenTask, output: Tensor, target: Tensor): Tensor1D {
  const classes = cast(maximum(sub(target, 1), 0), 'int32');
  const smoothing = spec.type === 'sequence' ? spec.labelSmoothing : 0;
  const losses = crossEntropy(output, classes, smoothing);
  const isToken = minimum(target, 1);
  return div(sum(mul(losses, isToken), 1), maximum(sum(isToken, 1), 1));
}

/**
 * What is kept of a task's raw outputs: all of them, or of tokens the likeliest class, counted from
 * 1 as targets are.
 */
export function reportedOutput({ spec }: EncodedTask, output: Tensor): Tensor {
  return isTokenTask(spec) ? add(cast(argMax(output, -1), 'float32'), 1) : output;
}
