import {
  abs,
  div,
  maximum,
  mean,
  minimum,
  mul,
  reshape,
  softplus,
  square,
  sub,
  sum,
  cast,
  add,
  type Scalar,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { EncodedTask } from '../../shared/encoding';
import { isTokenTask, type RegressionLoss } from '../../shared/experiment';
import { crossEntropy } from './crossEntropy';
import { detectionLosses } from './detectionLoss';
import { segmentationLosses } from './segmentationLoss';
import { tokenLosses } from './tokenLosses';

/** Error at which the Huber loss turns from square to linear (PyTorch's default). */
const huberDelta = 1;

/**
 * Each row's loss, [batch], from a head's raw output, [batch, ...outputShape], and the target,
 * [batch, ...targetShape]:
 * squared, absolute or Huber error of the scaled value; sigmoid cross-entropy of the logit;
 * softmax cross-entropy of the logits; the mean over labels of their sigmoid cross-entropies; the
 * mean over the tokens of a row of their softmax cross-entropies; see {@link detectionLosses} and
 * {@link segmentationLosses} for what is in pictures.
 */
export function rowLosses(task: EncodedTask, output: Tensor, target: Tensor): Tensor1D {
  if (isTokenTask(task.spec)) return tokenLosses(task.spec, output, target);
  switch (task.spec.type) {
    case 'regression':
      return regressionLosses(task.spec.loss, sub(flat(output), flat(target)));
    case 'binary': {
      const logit = flat(output);
      return sub(softplus(logit), mul(logit, target));
    }
    case 'multiclass':
      return crossEntropy(output, cast(target, 'int32')) as Tensor1D;
    case 'multilabel':
      return mean(sub(softplus(output), mul(output, target)), 1);
    case 'detection':
      return detectionLosses(task.spec, output, target);
    case 'segmentation':
      return segmentationLosses(output, target);
  }
}

/** Mean over the rows that have a label, 0 when none has; `mask` is 1 for a label, 0 for none. */
export function meanLoss(losses: Tensor1D, mask: Tensor1D | undefined): Scalar {
  if (!mask) return mean(losses);
  return div(sum(mul(losses, mask)), maximum(sum(mask), 1));
}

function regressionLosses(loss: RegressionLoss, error: Tensor1D): Tensor1D {
  switch (loss) {
    case 'mse':
      return square(error);
    case 'mae':
      return abs(error);
    case 'huber': {
      const size: Tensor1D = abs(error);
      const quadratic: Tensor1D = minimum(size, huberDelta);
      const linear = sub(size, quadratic);
      return add(mul(0.5, square(quadratic)), mul(huberDelta, linear));
    }
  }
}

function flat(output: Tensor): Tensor1D {
  return reshape(output, [-1]);
}
