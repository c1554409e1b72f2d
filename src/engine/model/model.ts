import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelGraph } from '../../shared/run';
import type { ParameterLayout, Weights } from './parameters';
import type { Writer } from './writer';

/** What a pass has while training: dropout and other noise are active and drawn from `key`. */
export interface TrainingInputs {
  /** Random numbers of the step, int32 [2]. */
  readonly key: Tensor1D;
  /** The epoch, counted from 0, for what changes as training goes on. */
  readonly epoch: Scalar;
}

export interface ForwardPass {
  /**
   * Raw outputs of each task's head, [batch, ...outputShape] in the order of the tasks: scaled values
   * or logits.
   */
  readonly outputs: readonly Tensor[];
  /** What the architecture adds to the training objective; undefined for nothing. */
  readonly penalty?: Scalar | undefined;
  /**
   * What gates let through, by the id of their node, [branches]: means over the batch, weights and
   * probabilities as they are. A node with several outputs has a row of branches for each, one after
   * the other.
   */
  readonly gates?: Readonly<Record<string, Tensor1D>>;
}

/** An architecture, built for one experiment: pure functions over its weights. */
export interface Model {
  readonly layout: ParameterLayout;
  readonly graph: ModelGraph;
  /** Whether training passes differ from others: they get `training` then. */
  readonly isStochastic: boolean;
  /** @param inputs in the order of `inputsOf` */
  forward(inputs: readonly Tensor[], weights: Weights, training?: TrainingInputs): ForwardPass;
  /** By name of the tasks that write texts. */
  readonly writers: ReadonlyMap<string, Writer>;
  /**
   * `forward` in two halves, where all tasks see nothing of the features but one representation,
   * [batch, units].
   */
  readonly representation?: {
    readonly units: number;
    readonly encode: (
      inputs: readonly Tensor[],
      weights: Weights,
      training?: TrainingInputs,
    ) => Tensor2D;
    readonly decode: (
      representation: Tensor2D,
      weights: Weights,
      training?: TrainingInputs,
    ) => ForwardPass;
  };
}
