import type { TrainingEvent } from '../../shared/events';
import type { RunInfo } from '../../shared/run';
import { progressText, type Progress } from '../progress';
import { ProgressState } from '../progressState';

/** What a trial tells the sweep that started it, over Node's IPC. */
export interface TrialReport {
  /** Share of its steps that are done. */
  readonly fraction: number;
  /** Unknown at first. */
  readonly secondsLeft?: number | undefined;
  /** Where it is, for a person. */
  readonly text: string;
}

export function isTrialReport(message: unknown): message is TrialReport {
  if (typeof message !== 'object' || message === null) return false;
  const { fraction, text } = message as Partial<TrialReport>;
  return typeof fraction === 'number' && typeof text === 'string';
}

/** Least time between two reports, in milliseconds. */
const reportInterval = 250;

/** Tells the sweep where its trial is. */
export class TrialReporter implements Progress {
  private state: ProgressState | undefined;
  private reported = -Infinity;

  constructor(private readonly child: NodeJS.Process) {}

  text(text: string): void {
    this.report({ fraction: 0, text });
  }

  started(run: RunInfo): void {
    this.state = new ProgressState(run);
  }

  events(events: readonly TrainingEvent[]): void {
    const now = performance.now();
    this.state?.add(events, now);
    if (!this.state || now - this.reported < reportInterval) return;
    this.reported = now;
    const { step, totalSteps, secondsLeft } = this.state;
    this.report({ fraction: step / totalSteps, secondsLeft, text: progressText(this.state) });
  }

  done(): void {
    // The sweep sees how the process ends.
  }

  private report(report: TrialReport): void {
    // A sweep that has gone loses it.
    if (this.child.connected) this.child.send?.(report, undefined, undefined, () => undefined);
  }
}
