import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelGraph } from '../../shared/run';
import type { ParameterLayout, Weights } from './parameters';

/** An architecture, built for one experiment: pure functions over its weights. */
export interface Model {
  readonly layout: ParameterLayout;
  readonly graph: ModelGraph;
  /** Multiply-adds of one row's forward pass. */
  readonly multiplyAdds: number;
  /** Whether `forward` needs a random key while training. */
  readonly hasDropout: boolean;
  /**
   * Raw outputs of each task's head, [batch, outputs] in the order of the tasks: scaled values or
   * logits. With `dropoutKey`, int32 [2], dropout is active and drawn from it.
   */
  forward(features: Tensor2D, weights: Weights, dropoutKey?: Tensor1D): Tensor2D[];
  /** The L2 term of the training objective; undefined when no layer has one. */
  penalty(weights: Weights): Scalar | undefined;
}
