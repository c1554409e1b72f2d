import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import type { Random } from '../../shared/random';

/** A training step, as methods see it. */
export interface StepPosition {
  /** Counts from 1 over the run. */
  readonly step: number;
  /** Counts from 0. */
  readonly epoch: number;
}

/** What an objective may depend on besides the losses; all [K], in the order of the tasks. */
export interface ObjectiveInputs {
  /** What the model's optimiser trains; empty when the method trains nothing. */
  readonly trained: Tensor1D;
  /** `state` as the step before left it. */
  readonly state: readonly Tensor1D[];
  /** `stepNumbers`, [their count]. */
  readonly numbers: Tensor1D;
}

/**
 * A method that needs only the tasks' losses: it turns them into the one value that a step
 * minimises. Its effective weights w_k are the objective's derivatives by the losses.
 */
export interface LossMethod {
  readonly kind: 'losses';
  /**
   * Starting values of the K numbers that the model's optimiser trains along, without weight decay
   * (log variances, loss scales); empty for none.
   */
  readonly trained: readonly number[];
  /** Starting values of vectors, [K] each, that `afterStep` carries from step to step. */
  readonly state: readonly (readonly number[])[];
  /** How many numbers `stepNumbers` returns. */
  readonly numbers: number;
  /**
   * Numbers of one step that do not depend on its losses: random draws, the epoch's weights.
   * @param random another one each step, the same after a resume
   */
  stepNumbers(position: StepPosition, random: Random): readonly number[];
  /** The value to minimise. TensorFlow.js operations only: it is compiled, with its gradient. */
  objective(losses: Tensor1D, inputs: ObjectiveInputs): Scalar;
  /**
   * Set when the method learns from the losses of the same batch after the model's update.
   * @returns the new `state`
   */
  readonly afterStep?: (
    before: Tensor1D,
    after: Tensor1D,
    inputs: ObjectiveInputs,
  ) => readonly Tensor1D[];
  /** Takes each task's mean loss over the epoch that just ended. */
  epochEnded(epoch: number, meanLosses: readonly number[]): void;
  /** What `epochEnded` has gathered, for a checkpoint. */
  save(): readonly number[];
  restore(saved: readonly number[]): void;
}
