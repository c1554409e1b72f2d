import type { Tensor } from '@tensorflow/tfjs-core';
import type { BackendInfo } from '../../shared/run';

export type NumberArray = Float32Array | Int32Array;

export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/**
 * A computation that runs over many batches: `step` is called once for each, or compiled once into
 * a graph with a loop around it.
 */
export interface ProgramSpec {
  readonly name: string;
  readonly batchSize: number;
  /** Float32 tensors carried from step to step: parameters, optimiser slots. */
  readonly state: readonly TensorSpec[];
  /** The data set, by column; `shape` is that of one row. A step sees [batchSize, ...shape]. */
  readonly columns: readonly TensorSpec[];
  /** Values that differ from step to step (learning rate, random keys); `shape` is that of one step. */
  readonly stepInputs: readonly TensorSpec[];
  /**
   * Pure TensorFlow.js code. It may not read values; it returns the new state in the order of
   * `state`, and outputs whose shapes do not depend on values.
   */
  step(input: StepInput): StepResult;
}

export interface StepInput {
  readonly state: readonly Tensor[];
  readonly batch: readonly Tensor[];
  readonly inputs: readonly Tensor[];
}

export interface StepResult {
  readonly state: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

export interface ProgramRun {
  readonly state: readonly Float32Array[];
  /**
   * The whole data set, rows after each other, in the order of `columns`. Not copied, and not to be
   * changed as long as the program lives: a backend may keep what it made of an array.
   */
  readonly columns: readonly NumberArray[];
  /** Row numbers, [steps, batchSize]. */
  readonly indices: Int32Array;
  /** [steps, ...shape] each, in the order of `stepInputs`. */
  readonly inputs: readonly NumberArray[];
}

export interface ProgramResult {
  readonly state: readonly Float32Array[];
  /** [steps, ...shape] each, in the order of the step's outputs. */
  readonly outputs: readonly Float32Array[];
}

export interface Program {
  /** Runs `indices.length / batchSize` steps; calls must not overlap. */
  run(run: ProgramRun): Promise<ProgramResult>;
  dispose(): Promise<void>;
}

/** Something that can run programs. */
export interface Backend {
  readonly info: BackendInfo;
  /**
   * @throws MtlError of kind `backend` that names the operation when `step` uses one that cannot be
   * compiled, or reads a value.
   */
  compile(spec: ProgramSpec): Promise<Program>;
  dispose(): Promise<void>;
}
