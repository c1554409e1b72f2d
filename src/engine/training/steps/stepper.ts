import type { NamedTensor } from '../../../shared/weights';
import type { Optimizer } from '../optimizers';

/** A few batches of one epoch, of one size. */
export interface StepCall {
  /** Parameters, optimiser slots, then the stepper's own vectors; not changed. */
  readonly state: readonly Float32Array[];
  /** Rows of the training part, [steps, batchSize]. */
  readonly indices: Int32Array;
  readonly batchSize: number;
  /** Number of the first step; steps count from 1 over the run. */
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
}

/** What the batches gave; K tasks in the order of the experiment. */
export interface StepResult {
  readonly state: readonly Float32Array[];
  /** Each task's own loss before the update, [steps, K]. */
  readonly losses: Float32Array;
  /** Effective weights of the losses (or of their gradients), [steps, K]. */
  readonly weights: Float32Array;
  /** Raw outputs of each task's head, [steps, batchSize, outputs] a task. */
  readonly outputs: readonly Float32Array[];
}

/** What a stepper remembers between steps besides its vectors. */
export interface StepperMemory {
  /** JSON-safe. */
  readonly numbers: readonly number[];
  readonly rows: readonly Float32Array[];
}

/** A way to train on batches: joint or alternating, by losses or by each task's gradients. */
export interface Stepper {
  /** Starting values of the vectors that it carries after the optimiser's slots. */
  readonly vectors: readonly NamedTensor[];
  /** Compiles what batches of this size need. */
  prepare(batchSize: number): Promise<void>;
  run(call: StepCall): Promise<StepResult>;
  /** Takes each task's mean loss over the epoch that just ended. */
  epochEnded(epoch: number, meanLosses: readonly number[]): void;
  save(): StepperMemory;
  restore(memory: StepperMemory): void;
  dispose(): Promise<void>;
}

/** Starting values of numbers that an optimiser trains besides the model, and of their slots. */
export function trainedVectors(trained: readonly number[], { slots }: Optimizer): NamedTensor[] {
  if (trained.length === 0) return [];
  return [
    vector('trained', trained),
    ...slots.map((slot) =>
      vector(
        slot,
        trained.map(() => 0),
      ),
    ),
  ];
}

export function vector(name: string, values: readonly number[]): NamedTensor {
  return { name, shape: [values.length], values: Float32Array.from(values) };
}
