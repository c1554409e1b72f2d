import type { Backend } from '../../backend/program';
import type { Combination, Observation } from '../../balancing/gradientMethod';
import type { Model } from '../../model/model';
import type { ParameterLayout } from '../../model/parameters';
import type { Columns } from '../columns';
import type { Optimizer } from '../optimizers';
import type { Programs } from '../programs';
import { trainingInputs } from './stepInputs';
import type { StepCall } from './stepper';

export interface SourceParts {
  readonly backend: Backend;
  readonly model: Model;
  readonly columns: Columns;
  readonly optimizer: Optimizer;
  readonly seed: number;
}

/** The tasks' gradients on one batch. */
export interface BatchGradients {
  readonly observation: Observation;
  /** What a combination is made of, K rows: the observed ones, or those of each example. */
  readonly rows: readonly Float32Array[];
  /** Each task's gradient by its own parameters, in the order of the layout. */
  readonly own: Float32Array;
  /** Raw outputs of each task's head. */
  readonly outputs: readonly Float32Array[];
  /** Gradient of the model's penalty by all parameters, where `apply` needs it. */
  readonly penalty?: Float32Array | undefined;
}

/** One step of a call. */
export type SingleStep = Omit<StepCall, 'state'>;

/** Where gradients are taken: by the shared parameters, or by the shared representation. */
export interface GradientSource {
  prepare(batchSize: number): Promise<void>;
  /** @param theta the model's parameters, flat */
  gradients(theta: Float32Array, step: SingleStep): Promise<BatchGradients>;
  /**
   * The optimiser's update by a combination of the gradients.
   * @param state parameters, optimiser slots
   * @param own gradients by the tasks' own parameters, times their factors
   */
  apply(
    state: readonly Float32Array[],
    step: SingleStep,
    batch: BatchGradients,
    combination: Combination,
    own: Float32Array,
  ): Promise<readonly Float32Array[]>;
  dispose(): Promise<void>;
}

/** Runs a program that needs nothing but the parameters on the batch of a step. */
export async function runOnBatch(
  programs: Programs,
  { model, columns, seed }: SourceParts,
  theta: Float32Array,
  step: SingleStep,
): Promise<readonly Float32Array[]> {
  const program = await programs.forBatch(step.batchSize);
  const { outputs } = await program.run({
    state: [theta],
    columns: columns.values,
    indices: step.indices,
    inputs: trainingInputs(model, seed, step, 1),
  });
  return outputs;
}

/** `own` with each task's part times the task's factor; itself where all factors are 1. */
export function scaleOwn(
  layout: ParameterLayout,
  taskNames: readonly string[],
  own: Float32Array,
  factors: readonly number[],
): Float32Array {
  if (factors.every((factor) => factor === 1)) return own;
  const scaled = new Float32Array(own.length);
  let position = 0;
  layout.owners.forEach((owner) => {
    const factor = factors[taskNames.indexOf(owner)] ?? 0;
    const end = position + layout.count(owner);
    for (; position < end; position++) scaled[position] = factor * (own[position] as number);
  });
  return scaled;
}
