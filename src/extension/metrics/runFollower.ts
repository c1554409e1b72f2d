import { explainFileError } from '../../runs/fileErrors';
import { readMetrics } from '../../runs/readMetrics';
import { readRun } from '../../runs/readRun';
import { toErrorReport, type ErrorReport } from '../../shared/errors';
import type { TrainingEvent } from '../../shared/events';
import type { RunRecord } from '../training/runRecord';

/** Milliseconds between two looks at the directory. */
const interval = 500;

export interface RunFollowerListener {
  /** New events; they are in the record already. */
  readonly onEvents: (events: readonly TrainingEvent[]) => void;
  /** What `run.json` says is different: the run is paused, or ended. */
  readonly onChange: () => void;
  readonly onError: (error: ErrorReport) => void;
}

/** Follows a run that another process trains, through its directory, until it ends. */
export class RunFollower {
  private timer: NodeJS.Timeout | undefined;
  private isDisposed = false;

  /** @param offset byte of `metrics.jsonl` after the record's last event */
  constructor(
    private readonly record: RunRecord,
    private offset: number,
    private readonly listener: RunFollowerListener,
  ) {
    this.schedule();
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
  }

  private schedule(): void {
    if (this.isDisposed) return;
    this.timer = setTimeout(() => {
      this.look().catch((error: unknown) =>
        this.listener.onError(toErrorReport(explainFileError(error))),
      );
    }, interval);
  }

  private async look(): Promise<void> {
    const run = await readRun(this.record.directory);
    const { events, offset } = await readMetrics(this.record.directory, this.offset);
    if (this.isDisposed) return;
    this.offset = offset;
    for (const event of events) this.record.events.push(event);
    if (events.length > 0) this.listener.onEvents(events);
    const { status, paused } = this.record.run;
    if (run.status === 'running') this.schedule();
    if (run.status === status && run.paused === paused) return;
    this.record.run = run;
    this.listener.onChange();
  }
}
