import {
  add,
  argMax,
  cast,
  div,
  logSoftmax,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  oneHot,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { EncodedTask } from '../../shared/encoding';
import { isTokenTask, type TokenTask } from '../../shared/experiment';
import { widthOf } from '../../shared/shape';

/**
 * The mean softmax cross-entropy of each row's tokens, [batch]; padding does not count.
 * @param output logits, [batch, tokens, classes]
 * @param target [batch, tokens]: class indices from 1 on, 0 for padding
 */
export function tokenLosses(spec: TokenTask, output: Tensor, target: Tensor): Tensor1D {
  const indices = cast(maximum(sub(target, 1), 0), 'int32');
  const labels = cast(oneHot(indices, widthOf(output.shape)), 'float32');
  const logProbabilities = logSoftmax(output);
  const exact: Tensor = neg(sum(mul(labels, logProbabilities), 2));
  const smoothing = spec.type === 'sequence' ? spec.labelSmoothing : 0;
  const losses =
    smoothing > 0
      ? sub(mul(exact, 1 - smoothing), mul(mean(logProbabilities, 2), smoothing))
      : exact;
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
