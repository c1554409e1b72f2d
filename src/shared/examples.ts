import type { Answer } from './answers';

/** What the model sees of one feature of a row, for people. */
export type ShownInput =
  /** A data URI, and the picture's size in pixels. */
  | {
      readonly kind: 'picture';
      readonly uri: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'text'; readonly text: string };

/** A row that is followed while its model trains. */
export interface Example {
  /** Of its table, counted from 1. */
  readonly row: number;
  /** By feature: pictures and texts. */
  readonly inputs: Readonly<Record<string, ShownInput>>;
  /** What is true; tasks without a label are left out. */
  readonly truth: readonly Answer[];
}

/** Rows of the validation part that are followed, once at the start of a run. */
export interface ExamplesEvent {
  readonly type: 'examples';
  readonly examples: readonly Example[];
}

/** What the model says of the examples after an epoch. */
export interface AnswersEvent {
  readonly type: 'answers';
  readonly epoch: number;
  /** By example, in the order of the tasks. */
  readonly answers: readonly (readonly Answer[])[];
}
