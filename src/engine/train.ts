import type { Comparison } from '../shared/comparison';
import type { TrainingEvent, MetricValues, PerTask } from '../shared/events';
import type { Experiment } from '../shared/experiment';
import type { Predictions } from '../shared/predictions';
import type { ModelGraph } from '../shared/run';
import type { Backend } from './backend/program';
import type { LoadedData } from './data/dataset';
import type { OwnModule } from './ownModel/ownModule';
import { compareWithSingleTasks } from './training/singleTasks';
import { TrainingRun } from './training/trainingRun';
import type { Checkpoint, NamedTensor } from '../shared/weights';

export interface TrainingInput {
  readonly experiment: Experiment;
  readonly data: LoadedData;
  readonly backend: Backend;
  /** The own model, where the experiment has one. */
  readonly module?: OwnModule | undefined;
  /** Starting weights; every name and shape must match. */
  readonly initialWeights?: readonly NamedTensor[];
  /** Continue from here instead of from the start. */
  readonly resume?: Checkpoint;
  /** Aborted: stop after the steps in flight, write a checkpoint, return `stopped`. */
  readonly signal: AbortSignal;
  /** Undefined: training never waits. */
  readonly gate?: TrainingGate | undefined;
  readonly listener: TrainingListener;
}

/** Where a training waits between two calls into the backend while a person has paused it. */
export interface TrainingGate {
  /**
   * Resolves when training may go on, or the signal is aborted.
   * @returns how many steps the next call may run at most
   */
  pass(signal: AbortSignal): Promise<number>;
}

/**
 * Called as things happen; what a promise is returned for is awaited before training goes on.
 * Weights and checkpoints are copies that belong to the listener, apart from `start`.
 */
export interface TrainingListener {
  /** The model is built and compiled; training goes on from `start`. */
  started(model: ModelGraph, start: Checkpoint): Promise<void>;
  events(events: readonly TrainingEvent[]): Promise<void>;
  /** The monitored value improved: these weights are the best so far. */
  best(weights: readonly NamedTensor[], epoch: number): Promise<void>;
  /** Once at the end: what the best weights predict of the test part, or of the validation part. */
  predicted(predictions: Predictions): Promise<void>;
  /** After every epoch and when stopped. */
  checkpoint(checkpoint: Checkpoint): Promise<void>;
  /**
   * Before a call into the backend, unless copying the state would take long beside the calls:
   * from where a run goes on that ends before the call does.
   */
  snapshot(checkpoint: Checkpoint): void;
}

export interface TrainingResult {
  readonly status: 'completed' | 'stopped';
  readonly epochs: number;
  readonly steps: number;
  readonly bestEpoch?: number;
  readonly best?: PerTask<MetricValues>;
  readonly test?: PerTask<MetricValues>;
  /** Of training and validation, before a resume too. */
  readonly seconds: number;
  readonly parameters: number;
  /** With one model a task, where the experiment asks for it. */
  readonly comparison?: Comparison;
}

/**
 * Trains the experiment's model on the data, validation after every epoch, the best weights on the
 * test part at the end; then one model a task, where the experiment asks for the comparison. The same seed and backend give the same events, apart
 * from times.
 * @throws MtlError of kind `training` when a loss is not finite (its events have been reported),
 * of kind `data` when the initial weights do not fit the model
 */
export async function train(input: TrainingInput): Promise<TrainingResult> {
  const run = new TrainingRun(input);
  let result: TrainingResult;
  try {
    result = await run.run();
  } catch (error) {
    throw input.module?.placed(error) ?? error;
  } finally {
    await run.dispose();
  }
  const { compare, tasks } = input.experiment;
  if (!compare.singleTask || result.status === 'stopped' || Object.keys(tasks).length < 2) {
    return result;
  }
  const comparison = await compareWithSingleTasks(input, result);
  return comparison ? { ...result, comparison } : { ...result, status: 'stopped' };
}
