import type { ErrorReport } from '../../shared/errors';
import { nameAfterFile } from '../../shared/experimentName';
import type { RunAction } from '../../runs/runControl';
import type { RunRecord } from './runRecord';
import { t } from '../../shared/l10n';

/** A training that was asked for. */
export interface TrainingOrder {
  /** Path of the experiment file. */
  readonly experiment: string;
  /** Directory of a run whose experiment counts, whatever the file says now. */
  readonly asIn?: string;
  /** Whether that run goes on, in place of a new one. */
  readonly resume?: boolean;
}

/** One training of one experiment, from the request to the outcome. */
export interface Job {
  readonly state: JobState;
  /** Settles when it is over; never rejects. */
  readonly outcome: Promise<TrainingOutcome>;
  /** Asks for the end of the run as stopped, with a checkpoint. */
  stop(): void;
  /** @throws Error of the file system */
  act(action: Exclude<RunAction, 'stop'>): Promise<void>;
  /** The window goes; the training need not. */
  leave(): void;
}

/** What the trainer is doing with an experiment; `experiment` is the path of its file. */
export type JobState =
  | { readonly kind: 'starting'; readonly experiment: string; readonly progress: string }
  | { readonly kind: 'training'; readonly experiment: string; readonly record: RunRecord }
  | {
      readonly kind: 'stopping';
      readonly experiment: string;
      readonly record: RunRecord | undefined;
    };

export type TrainingState = { readonly kind: 'idle' } | JobState;

/** How a training that was asked for came out. */
export type TrainingOutcome =
  | { readonly kind: 'ended'; readonly experiment: string; readonly record: RunRecord }
  | { readonly kind: 'refused'; readonly experiment: string; readonly error: ErrorReport }
  /** Stopped before there was a run. */
  | { readonly kind: 'cancelled'; readonly experiment: string };

/** The run that grows, once there is one. */
export function liveRecord(state: TrainingState): RunRecord | undefined {
  return state.kind === 'training' || state.kind === 'stopping' ? state.record : undefined;
}

/** What waits, for people. */
export function namesOf(queue: readonly TrainingOrder[]): readonly string[] {
  return queue.map(({ experiment, resume }) =>
    resume ? t`${nameAfterFile(experiment)} (resumed)` : nameAfterFile(experiment),
  );
}
