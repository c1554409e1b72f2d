/** Tasks that a column of a table can be proposed for. */
export const columnTaskTypes = ['regression', 'binary', 'multiclass'] as const;
export type ColumnTaskType = (typeof columnTaskTypes)[number];

/** Experiment templates that can be scaffolded. */
export const templates = [
  'first-steps',
  'adult',
  'penguins',
  'census',
  'multi-mnist',
  'objects-and-faces',
  'reviews',
  'compiler-messages',
  'own-model',
  'own-data',
] as const;
export type Template = (typeof templates)[number];

/** A column of a table, as read from the data. */
export interface ColumnSummary {
  readonly name: string;
  /** `constant`: one value only; `identifier`: a different text in every row. */
  readonly type: 'number' | 'category' | 'constant' | 'identifier';
  readonly missing: number;
  /** Distinct values that are present. */
  readonly distinct: number;
  /** Up to three values, for people. */
  readonly examples: readonly string[];
  /** The task type that fits this column as a target; undefined when none does. */
  readonly task?: ColumnTaskType;
  /** For a binary proposal whose labels do not say it: which label counts as positive. */
  readonly positive?: string;
  /** Of a column of numbers. */
  readonly numbers?: { readonly minimum: number; readonly mean: number; readonly maximum: number };
  /** The most frequent texts of any other column, most first. */
  readonly top?: readonly { readonly text: string; readonly rows: number }[];
}

export interface TableSummary {
  readonly file: string;
  /** Rows that were read. */
  readonly rows: number;
  /** Whether these are all. */
  readonly isWhole: boolean;
  readonly columns: readonly ColumnSummary[];
}

/** What a person chose for an experiment on their own table. */
export interface OwnDataAnswers {
  readonly dataFile: string;
  readonly name: string;
  readonly targets: readonly { readonly column: string; readonly type: ColumnTaskType }[];
}
