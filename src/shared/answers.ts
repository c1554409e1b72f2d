/** What a model says of one row for one task, for people and programs. */
export interface Answer {
  readonly task: string;
  /** The value in its own units, the likeliest label, or a text; empty for nothing. */
  readonly value: number | string;
  /** Of each label, where there are labels. */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** Of labels of tokens: each token of the text. */
  readonly tokens?: readonly LabelledToken[];
  /** How many tokens follow that the model does not read, as the text is longer than it takes. */
  readonly unread?: number;
  /** Which tokens are labelled, in a text. */
  readonly spans?: readonly Span[];
  /** Where objects are, in a picture. */
  readonly boxes?: readonly ObjectBox[];
}

/** An object in a picture. */
export interface ObjectBox {
  readonly label: string;
  /** Left, top, right and lower edge, in shares of the picture. */
  readonly edges: readonly number[];
  /** Of what a model says. */
  readonly probability?: number;
}

/** Neighbouring tokens of a text that have one label. */
export interface Span {
  /** The first token, counted from 0. */
  readonly start: number;
  /** The token after the last one. */
  readonly end: number;
  readonly label: string;
}

/** A token as it is written, and what a model says of it. */
export interface LabelledToken {
  readonly token: string;
  readonly label: string;
  readonly probability: number;
}

/** A row that a trained model is asked about. */
export interface ModelQuestion {
  /** By feature, as a table has them: numbers, categories, sentences, names of picture files. */
  readonly cells: Readonly<Record<string, string>>;
  /** That names of files are relative to. */
  readonly folder: string;
}

/** Labels and their probabilities, the likeliest first. */
export function likeliestFirst(
  probabilities: Readonly<Record<string, number>>,
): (readonly [string, number])[] {
  return Object.entries(probabilities).sort(([, a], [, b]) => b - a);
}
