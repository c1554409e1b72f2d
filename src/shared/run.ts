import type { Comparison } from './comparison';
import type { ErrorReport } from './errors';
import type { MetricValues, PerTask } from './events';
import type { Experiment } from './experiment';

export type RunStatus = 'running' | 'completed' | 'stopped' | 'failed';

/** Whether a run can go on where it ended, as far as its status says. */
export function isResumable({ status }: { readonly status: RunStatus }): boolean {
  return status === 'stopped' || status === 'failed';
}

/** Why a run uses the backend it uses. */
export interface BackendInfo {
  readonly name: 'onnxruntime' | 'tfjs-node' | 'cpu';
  readonly version: string;
  /** True when a training step runs as one compiled graph. */
  readonly compiled: boolean;
  readonly threads: number;
  /** Why not the preferred backend or not compiled, when that is so. */
  readonly reason?: string;
}

/** Row counts of the parts of the data. */
export interface RowCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

export interface RunSummary {
  /** The epoch whose weights were kept, counted from 0. */
  readonly bestEpoch?: number;
  readonly epochs: number;
  readonly steps: number;
  readonly seconds: number;
  /** Trainable parameters of the model; absent while it trains. */
  readonly parameters?: number;
  /** Metrics of the best epoch: validation, or training where there is no validation part. */
  readonly best?: PerTask<MetricValues>;
  readonly test?: PerTask<MetricValues>;
  /** With one model a task, where the experiment asked for it. */
  readonly comparison?: Comparison;
}

/** Which trial of a sweep a run is. */
export interface SweepTrial {
  /** Of the sweep. */
  readonly id: string;
  /** By key path, as `--vary` names them: `{ "balancing.method": "equal" }`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number;
}

/** The content of `run.json`. */
export interface RunInfo {
  readonly format: 1;
  readonly id: string;
  readonly status: RunStatus;
  /** Whether the run waits for the person to go on; it is `running` then. */
  readonly paused?: boolean;
  /** Absolute path of the experiment file. */
  readonly experimentFile: string;
  readonly experiment: Experiment;
  /** Tells the code of own models apart; absent for other architectures. */
  readonly moduleHash?: string;
  readonly backend: BackendInfo;
  readonly seed: number;
  /** Absent when the run is not a trial of a sweep. */
  readonly sweep?: SweepTrial;
  readonly rows: RowCounts;
  readonly versions: Readonly<Record<string, string>>;
  readonly gitCommit?: string;
  /** Process that trains, to tell a running run from one whose process died. */
  readonly pid: number;
  /** ISO 8601. */
  readonly start: string;
  readonly end?: string;
  readonly summary?: RunSummary;
  readonly error?: ErrorReport;
  /** What the person should know about the data or the run. */
  readonly warnings: readonly string[];
}

/** The content of `model.json`: the architecture as a graph. */
export interface ModelGraph {
  readonly nodes: readonly ModelNode[];
  readonly edges: readonly ModelEdge[];
  /** Trainable parameters. */
  readonly parameters: {
    readonly total: number;
    readonly shared: number;
    readonly tasks: PerTask<number>;
  };
}

export interface ModelNode {
  /** Unique, and the prefix of its weights' names: `shared/dense0`, `tasks/income/output`, `input`. */
  readonly id: string;
  /**
   * `expert`: a chain of layers; `adapter`: what a task does to a shared layer; `module`: what the
   * module of an own model does.
   */
  readonly kind:
    | 'input'
    | 'dense'
    | 'dropout'
    | 'conv'
    | 'pool'
    | 'flatten'
    | 'normalize'
    | 'residual'
    | 'embedding'
    | 'gru'
    | 'transformer'
    | 'join'
    | 'augment'
    | 'output'
    | 'expert'
    | 'gate'
    | 'stitch'
    | 'attention'
    | 'adapter'
    | 'module';
  /** For people: `dense 64 · relu`. */
  readonly label: string;
  /** Output shape without the batch dimension. */
  readonly shape: readonly number[];
  readonly parameters: number;
  /** The task that owns it; undefined for what is shared. */
  readonly task?: string;
}

export interface ModelEdge {
  readonly from: string;
  readonly to: string;
}
