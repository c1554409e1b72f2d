/**
 * Every message between processes: editor <-> trainer (Node IPC, `serialization: 'advanced'`)
 * and editor <-> Metrics view (`postMessage`). A message of another protocol version is refused.
 */
import type { Answer, ModelQuestion } from './answers';
import type { CheckedExperiment } from './checkedExperiment';
import type { ErrorReport } from './errors';
import type { TrainingEvent } from './events';
import type { Experiment } from './experiment';
import type { ModelGraph, RunInfo } from './run';
import type { TableSummary, OwnDataAnswers } from './scaffold';

export const protocolVersion = 1;

export type BackendChoice = 'auto' | 'onnxruntime' | 'tfjs-node' | 'cpu';

/** Editor or command line to trainer. */
export type TrainerRequest =
  | {
      readonly type: 'train';
      readonly experimentFile: string;
      readonly backend: BackendChoice;
      readonly threads: number | 'auto';
      /**
       * How long the run goes on after the process that asked for it is gone, unless another one
       * joins it; may be Infinity.
       */
      readonly graceSeconds: number;
      /** Directory of a run whose experiment counts, whatever the file says now. */
      readonly asIn?: string | undefined;
      /** Whether that run goes on, in place of a new one. */
      readonly resume?: boolean | undefined;
    }
  /** Write a checkpoint, end the run as `stopped`, exit. */
  | { readonly type: 'stop' }
  /** Read an experiment file as it is, with every default filled in. */
  | { readonly type: 'resolve'; readonly experimentFile: string }
  /** Read a table's columns and propose types and tasks. */
  | { readonly type: 'inspect'; readonly dataFile: string }
  /** Write a new experiment folder. */
  | {
      readonly type: 'scaffold';
      readonly template: string;
      readonly directory: string;
      readonly ownData?: OwnDataAnswers;
    }
  /**
   * Check the text of an experiment file, saved or not, against its data. A trainer answers any
   * number of these, one after the other, until it is stopped.
   */
  | { readonly type: 'check'; readonly file: string; readonly text: string }
  /** Ask a run's best weights about a row. */
  | { readonly type: 'ask'; readonly directory: string; readonly question: ModelQuestion }
  /** Make tfjs-node usable; `stop` ends it and leaves nothing of it behind. */
  | { readonly type: 'installBackend' };

/** Trainer to editor. */
export type TrainerReport =
  | {
      readonly type: 'started';
      readonly directory: string;
      readonly run: RunInfo;
      readonly model: ModelGraph;
    }
  /** At most ten a second; every event once, in order. */
  | { readonly type: 'events'; readonly events: readonly TrainingEvent[] }
  | { readonly type: 'progress'; readonly text: string }
  /** `run.json` changed while the run goes on: it is paused, or goes on again. */
  | { readonly type: 'changed'; readonly run: RunInfo }
  /** The run ended and `run.json` says how. */
  | { readonly type: 'ended'; readonly run: RunInfo }
  /** Nothing was started, or it could not be recorded. */
  | { readonly type: 'failed'; readonly error: ErrorReport }
  | { readonly type: 'resolved'; readonly experiment: Experiment }
  | { readonly type: 'inspected'; readonly table: TableSummary }
  | { readonly type: 'scaffolded'; readonly experimentFile: string }
  | { readonly type: 'checked'; readonly checked: CheckedExperiment }
  /** In the order of the tasks. */
  | { readonly type: 'answered'; readonly answers: readonly Answer[] }
  /** tfjs-node works. */
  | { readonly type: 'installed'; readonly version: string };

/** Editor to Metrics view. What holds numbers travels as JSON text, because `postMessage` turns NaN into null. */
export type ViewUpdate =
  /** How the person left the page, first of all after `ready`; undefined at first. */
  | { readonly type: 'kept'; readonly state: unknown }
  /** Everything to show, after `kept` and whenever another run is shown. */
  | {
      readonly type: 'snapshot';
      /** {@link ShownRun} by `encodeJson`; `null` when there is no run to show. */
      readonly json: string;
      readonly queue: readonly string[];
      readonly trusted: boolean;
    }
  /** Instead of a run: the model of an experiment that is being written. */
  | {
      readonly type: 'preview';
      readonly preview: ArchitecturePreview;
      readonly queue: readonly string[];
      readonly trusted: boolean;
    }
  /** Instead of a run: a training that could not begin. */
  | {
      readonly type: 'refusal';
      readonly refusal: RefusedTraining;
      readonly queue: readonly string[];
      readonly trusted: boolean;
    }
  /** Lines of `metrics.jsonl` that follow what the view has. */
  | { readonly type: 'events'; readonly runId: string; readonly lines: readonly string[] }
  /** `run.json` changed: the run ended, say. `json` is a `RunInfo`. */
  | { readonly type: 'run'; readonly json: string }
  /** Names of the experiments that wait for the trainer, in order. */
  | { readonly type: 'queue'; readonly queue: readonly string[] };

export interface ShownRun {
  readonly run: RunInfo;
  readonly model: ModelGraph;
  readonly events: readonly TrainingEvent[];
}

/** What would be trained if an experiment were trained as it stands. */
export interface ArchitecturePreview {
  readonly name: string;
  /** In the order of the file. */
  readonly tasks: readonly string[];
  /** The model of the last text that had one. */
  readonly model?: ModelGraph;
  /** Why the text as it stands has no model. */
  readonly problem?: string;
  /** Whether the view has a run to go back to. */
  readonly hasRun: boolean;
}

/** A training that was asked for and could not begin. */
export interface RefusedTraining {
  readonly name: string;
  readonly error: ErrorReport;
  /** Whether the view has a run to go back to. */
  readonly hasRun: boolean;
}

/** Metrics view to editor. */
export type ViewRequest =
  | { readonly type: 'ready' }
  | { readonly type: 'stop' }
  | { readonly type: 'pause' }
  | { readonly type: 'step' }
  | { readonly type: 'continue' }
  | { readonly type: 'train' }
  | { readonly type: 'newExperiment' }
  | { readonly type: 'showLog' }
  | { readonly type: 'openExperiment' }
  /** Show the setting that says what computes. */
  | { readonly type: 'chooseBackend' }
  | { readonly type: 'installBackend' }
  /** Open the place of one of the errors that are shown, counted from 0. */
  | { readonly type: 'openError'; readonly error: number }
  /** Show the run again that something else took the place of. */
  | { readonly type: 'showRun' }
  /** Keep how the person left the page, for the next one. */
  | { readonly type: 'keep'; readonly state: unknown };

export type Envelope<Message> = Message & { readonly mtl: typeof protocolVersion };

export function envelope<Message extends object>(message: Message): Envelope<Message> {
  return { mtl: protocolVersion, ...message };
}

/** Tells our messages from anything else that arrives on a channel. */
export function isEnvelope(value: unknown): value is Envelope<{ readonly type: string }> {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as { mtl?: unknown }).mtl === protocolVersion &&
    typeof (value as { type?: unknown }).type === 'string'
  );
}
