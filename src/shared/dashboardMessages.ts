/** Messages between the editor and the dashboard that compares runs, see `messages.ts`. */
import type { MetricValues, PerTask } from './events';
import type { Predictions } from './predictions';
import type { NotedRun } from './runNotes';
import type { RunSeries } from './runSeries';

/** A run as the table of the dashboard needs it. */
export interface ListedRun extends NotedRun {
  /** Names the run. */
  readonly directory: string;
  /** Of the newest epoch: validation, or training where there is no validation part. */
  readonly last?: PerTask<MetricValues>;
}

/** Runs that a person wants on the charts. */
export interface PickedRuns {
  /** Directories. */
  readonly runs: readonly string[];
  /** The filter that the table gets; without one, the runs join those on the charts. */
  readonly filter?: string;
}

/** Editor to dashboard. */
export type DashboardUpdate =
  /** All runs of the workspace, newest first: {@link ListedRun}s by `encodeJson`. */
  | { readonly type: 'runs'; readonly json: string }
  | ({ readonly type: 'select' } & PickedRuns)
  | { readonly type: 'series'; readonly run: string; readonly series: RunSeries }
  /** None where the run has not predicted anything. */
  | {
      readonly type: 'predictions';
      readonly run: string;
      readonly predictions: Predictions | undefined;
    }
  | { readonly type: 'unreadable'; readonly run: string; readonly message: string };

/** Dashboard to editor. */
export type DashboardRequest =
  | { readonly type: 'ready' }
  /** The columns of these runs. */
  | { readonly type: 'series'; readonly runs: readonly string[] }
  | { readonly type: 'predictions'; readonly run: string }
  /** Write a file where the person wants it. */
  | { readonly type: 'save'; readonly name: string; readonly content: string | Uint8Array };
