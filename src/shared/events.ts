import type { AnswersEvent, ExamplesEvent } from './examples';

/** What happens in a run, in order: one line of `metrics.jsonl` each. */
export type TrainingEvent =
  | StepEvent
  | GradientsEvent
  | EpochEvent
  | TestEvent
  | BaselineEvent
  | ExamplesEvent
  | AnswersEvent;

/** A value per task. */
export type PerTask<Value> = Readonly<Record<string, Value>>;
/** A value per metric name (`loss`, `auc`, ...); a metric that is not defined on the data is NaN. */
export type MetricValues = Readonly<Record<string, number>>;

/** One optimiser step; each task's own unweighted loss on that batch, before the update. */
export interface StepEvent {
  readonly type: 'step';
  /** Counts from 1 over the whole run. */
  readonly step: number;
  /** Counts from 0. */
  readonly epoch: number;
  readonly loss: PerTask<number>;
  /** Effective weight of the task's loss, or of its gradient where gradients are combined. */
  readonly weight: PerTask<number>;
}

/** How the tasks' gradients by the shared parameters relate, on the batch of a step before its update. */
export interface GradientsEvent {
  readonly type: 'gradients';
  /** The step that comes next. */
  readonly step: number;
  readonly epoch: number;
  readonly norm: PerTask<number>;
  /** [K][K] in the order of the tasks; NaN where a gradient is zero. */
  readonly cosine: readonly (readonly number[])[];
  /**
   * TAG affinity (Fifty et al. 2021, arXiv 2109.04617), [K][K]: by which share the loss of task j
   * falls when the gradient of task i alone moves the shared parameters.
   */
  readonly affinity?: readonly (readonly number[])[];
}

export interface EpochEvent {
  readonly type: 'epoch';
  readonly epoch: number;
  /** Over the epoch's batches as they were trained on (dropout active, weights moving). */
  readonly train: PerTask<MetricValues>;
  /** Absent when there is no validation part. */
  readonly validation?: PerTask<MetricValues>;
  readonly learningRate: number;
  /** Of training and validation; recording relations and pauses are left out. */
  readonly seconds: number;
  /**
   * What gates let through, by the id of their node in `model.json`, a number a branch: means over
   * the validation part (over the training part where there is none). Absent without gates.
   */
  readonly gates?: Readonly<Record<string, readonly number[]>>;
}

/** Best weights on the test part, once at the end. */
export interface TestEvent {
  readonly type: 'test';
  readonly metrics: PerTask<MetricValues>;
}

/** An epoch of a model that is trained for one task alone, after the run's own model. */
export interface BaselineEvent {
  readonly type: 'baseline';
  readonly task: string;
  readonly epoch: number;
  /** On the validation part, or the training part where there is none. */
  readonly metrics: MetricValues;
  readonly seconds: number;
}

const nonFinite: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** JSON text of a value; numbers that are not finite become `"NaN"`, `"Infinity"`, `"-Infinity"`. */
export function encodeJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_key, inner: unknown) =>
      typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
    indent,
  );
}

/** One line of `metrics.jsonl`, without the line end. */
export function encodeEvent(event: TrainingEvent): string {
  return encodeJson(event);
}

/** Whether a text of {@link encodeJson} can hold a number that is not finite: most lines do not. */
const mayBeNonFinite = /"(?:NaN|-?Infinity)"/;

/** Reads what {@link encodeJson} wrote. @throws SyntaxError when the text is not JSON. */
export function decodeJson(text: string): unknown {
  if (!mayBeNonFinite.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, inner: unknown) =>
    key !== 'type' && typeof inner === 'string' ? (nonFinite.get(inner) ?? inner) : inner,
  );
}

/** Reads what {@link encodeEvent} wrote. @throws SyntaxError when the line is not JSON. */
export function decodeEvent(line: string): TrainingEvent {
  return decodeJson(line) as TrainingEvent;
}
