import type { ErrorReport } from './errors';
import type { ModelGraph } from './run';
import type { TableSummary } from './scaffold';

/** A feature that predicts the label of a task almost alone. */
export interface Leak {
  readonly column: string;
  readonly task: string;
  /** At the feature where the experiment names it, otherwise at the task's target. */
  readonly report: ErrorReport;
}

/** The text of an experiment file, seen together with its data. */
export interface CheckedExperiment {
  /** What its JSON or its schema says of a text that is no experiment; empty of one that is. */
  readonly invalid: readonly ErrorReport[];
  /** What a schema cannot say: of the settings, then of the data. */
  readonly problems: readonly ErrorReport[];
  readonly leaks: readonly Leak[];
  /** The training table, where it can be read. */
  readonly table?: TableSummary;
  /** The model that would be trained; undefined while something is wrong. */
  readonly model?: ModelGraph;
}
