import type { Random } from '../../shared/random';
import type { StepPosition } from './lossMethod';

/** A small matrix of float64 numbers, row by row. */
export type Matrix = readonly (readonly number[])[];

/** The tasks' losses and gradients on one batch; K tasks in the order of the experiment. */
export interface Observation {
  /** Mean loss of each task, [K]. */
  readonly losses: readonly number[];
  /**
   * Each task's gradient, K rows: by the shared parameters, [P], or, summed over the batch, by the
   * shared representation, [D]. A task without a label in the batch has a row of zeros.
   */
  readonly rows: readonly Float32Array[];
  /** The rows' inner products, K x K, summed in float64. */
  readonly gram: Matrix;
}

/** What a method decides with. */
export interface CombineInput extends StepPosition {
  /** One batch, or as many independent ones as the method asks for. */
  readonly batches: readonly [Observation, ...Observation[]];
  /** Values of what the model's optimiser trains for the method, [K] or empty. */
  readonly trained: readonly number[];
  /** Another one each step, the same after a resume. */
  readonly random: Random;
}

/** The update direction of the shared parameters, Σ_k weights_k factors_k ∘ rows_k, and the heads'. */
export interface Combination {
  /** w_k of the gradients, [K]: the effective weights that a run records. */
  readonly weights: readonly number[];
  /** Rows that stand for the (last batch's) gradients, such as their running means; [P] each. */
  readonly rows?: readonly Float32Array[];
  /** Elementwise factors of each task's row, of a row's length. */
  readonly factors?: readonly Float32Array[];
  /** h_k: factors of each task's gradient by its own head, [K]. */
  readonly heads: readonly number[];
  /** Gradient of what the optimiser trains for the method, [K]; undefined: no update this step. */
  readonly trainedGradient?: readonly number[];
}

/** A method's memory; JSON-safe but for the rows. */
export interface MethodState {
  readonly numbers: readonly number[];
  readonly rows: readonly Float32Array[];
}

/**
 * A method that needs each task's own gradient. K x K mathematics in float64 plain numbers; the same
 * input gives the same output, whatever the backend.
 */
export interface GradientMethod {
  readonly kind: 'gradients';
  /** Starting values of the K numbers that the model's optimiser trains along; empty for none. */
  readonly trained: readonly number[];
  /** Independent batches that a step needs. */
  readonly batches: 1 | 3;
  /**
   * Set for methods that look at the sign of the representation: by it, rows are sums over the batch
   * of sign(z) ∘ gradient instead of the plain gradients.
   */
  readonly signed?: boolean;
  combine(input: CombineInput): Combination;
  /** Takes each task's mean loss over the epoch that just ended. */
  epochEnded(epoch: number, meanLosses: readonly number[]): void;
  save(): MethodState;
  restore(state: MethodState): void;
}
