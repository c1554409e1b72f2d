import type { ErrorReport } from '../../shared/errors';
import type { RunRecord } from './runRecord';

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
