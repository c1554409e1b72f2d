import type { Answer } from './answers';
import type { PerTask } from './events';

/** What the model sees of one feature of a row, for people. */
export type ShownInput =
  /** A data URI, and the picture's size in pixels. */
  | {
      readonly kind: 'picture';
      readonly uri: string;
      readonly width: number;
      readonly height: number;
    }
  /** One after the other, with the spaces between them, the tokens are the text. */
  | { readonly kind: 'text'; readonly tokens: readonly string[] };

/** A row of the validation part that people can look at. */
export interface Example {
  /** Of its table, counted from 1. */
  readonly row: number;
  /** By feature: pictures and texts. */
  readonly inputs: Readonly<Record<string, ShownInput>>;
  /** What is true; tasks without a label are left out. */
  readonly truth: readonly Answer[];
}

/** Rows that the next answers are about, each once in a run. */
export interface ExamplesEvent {
  readonly type: 'examples';
  readonly examples: readonly Example[];
}

/** What the model says of examples after an epoch. */
export interface AnswersEvent {
  readonly type: 'answers';
  readonly epoch: number;
  /** The same rows after every epoch. */
  readonly sample: readonly AnsweredRow[];
  /** Those with the largest losses: of each task, and of all tasks together. */
  readonly worst: readonly AnsweredRow[];
}

/** What the model says of a row, and how far off it is. */
export interface AnsweredRow {
  readonly row: number;
  /** In the order of the tasks. */
  readonly answers: readonly JudgedAnswer[];
  /** Of the tasks that have a label. */
  readonly loss: PerTask<number>;
}

export interface JudgedAnswer extends Answer {
  /** Absent without a label, and of numbers and texts, which are only more or less far off. */
  readonly isRight?: boolean | undefined;
}

/** Rows that are shown at a time. */
export const mostExamples = 8;
/** An object that the model holds for less likely than this is not shown. */
export const leastProbability = 0.5;

/**
 * The rows with the largest loss of a task, or sum of the losses of all tasks; a missing one counts
 * as none. Rows without any loss are left out.
 */
export function worstRows<Row extends { readonly loss: PerTask<number> }>(
  rows: readonly Row[],
  task?: string,
): Row[] {
  return rows
    .filter(({ loss }) => lossOf(loss, task) !== undefined)
    .sort((a, b) => (lossOf(b.loss, task) ?? 0) - (lossOf(a.loss, task) ?? 0))
    .slice(0, mostExamples);
}

/** The loss of a task, or the sum of those of all tasks; undefined without a label. */
export function lossOf(loss: PerTask<number>, task?: string): number | undefined {
  if (task !== undefined) return loss[task];
  const losses = Object.values(loss);
  return losses.length === 0 ? undefined : losses.reduce((sum, each) => sum + each, 0);
}
