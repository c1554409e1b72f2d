/**
 * Every message between the main thread of a process and the thread of its engine. Messages arrive
 * in the order in which they were sent.
 */
import type { TrainingResult } from '../engine/train';
import type { Encoding } from '../shared/encoding';
import type { ErrorReport } from '../shared/errors';
import type { TrainingEvent } from '../shared/events';
import type { BackendChoice } from '../shared/messages';
import type { ExperimentSource } from '../shared/parseExperiment';
import type { Predictions } from '../shared/predictions';
import type { BackendInfo, ModelGraph, RowCounts } from '../shared/run';
import type { Checkpoint, NamedTensor } from '../shared/weights';

/** What to train, and from where. */
export interface EngineJob {
  readonly source: ExperimentSource;
  readonly backend: BackendChoice;
  readonly threads: number | 'auto';
  readonly initialWeights: readonly NamedTensor[] | undefined;
  readonly resume: Checkpoint | undefined;
  /** The script of an own model as a run kept it; undefined to make it of the module as it is. */
  readonly moduleCode: string | undefined;
}

/** An experiment whose model is asked for. */
export interface DrawJob {
  readonly source: ExperimentSource;
  readonly encoding: Encoding;
}

/** Main thread to engine. */
export type EngineRequest =
  | { readonly type: 'train'; readonly job: EngineJob }
  /** Answered by `drawn` or `failed`. */
  | { readonly type: 'draw'; readonly job: DrawJob }
  /** The last report that waits for it has been recorded. */
  | { readonly type: 'recorded' }
  | { readonly type: EngineControl };

/**
 * How a training is told to go on, from the call in flight: wait; run one step, then wait; go on;
 * end with a checkpoint.
 */
export type EngineControl = 'pause' | 'step' | 'continue' | 'stop';

/** Reports after which the engine waits until they are recorded. */
export type AwaitedReport =
  | EngineStart
  | { readonly type: 'events'; readonly events: readonly TrainingEvent[] }
  | { readonly type: 'best'; readonly weights: readonly NamedTensor[]; readonly epoch: number }
  | { readonly type: 'predicted'; readonly predictions: Predictions }
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint };

/** The data are loaded, the model is built and compiled. */
export interface EngineStart {
  readonly type: 'started';
  readonly model: ModelGraph;
  readonly encoding: Encoding;
  /** From where the training goes on. */
  readonly start: Checkpoint;
  readonly backend: BackendInfo;
  readonly rows: RowCounts;
  readonly warnings: readonly string[];
  /** The script of an own model; absent for other architectures. */
  readonly moduleCode?: string;
}

/** How a training ended by itself. */
export interface EngineEnd {
  readonly type: 'ended';
  readonly result: TrainingResult;
}

/** Engine to main thread. */
export type EngineReport =
  | AwaitedReport
  | { readonly type: 'progress'; readonly text: string }
  /** See `TrainingListener.snapshot`. */
  | { readonly type: 'snapshot'; readonly checkpoint: Checkpoint }
  /** Told again before the end: it changes when a step turns out not to compile. */
  | { readonly type: 'backend'; readonly backend: BackendInfo }
  /** Training waits because it is paused, or goes on again. */
  | { readonly type: 'paused'; readonly paused: boolean }
  | EngineEnd
  | { readonly type: 'drawn'; readonly model: ModelGraph }
  | { readonly type: 'failed'; readonly error: ErrorReport }
  /** Something was thrown that is a defect of MTL Lab; with its stack. */
  | { readonly type: 'defect'; readonly error: unknown };
