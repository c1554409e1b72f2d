import { EventEmitter, once } from 'node:events';
import { endRun } from '../../runs/endRun';
import { RemoteControl, type RunAction } from '../../runs/runControl';
import { toErrorReport } from '../../shared/errors';
import type { TrainingEvent } from '../../shared/events';
import { RunFollower } from '../metrics/runFollower';
import type { StopLadder } from '../process/trainerProcess';
import type { RunRecord } from './runRecord';
import type { Job, JobState, TrainingOutcome } from './trainingState';
import type { Log } from './trainingJob';

/** Milliseconds between two signs of life: several in the shortest grace of a trainer. */
const attendInterval = 5000;

export interface JoinedJobOptions {
  readonly record: RunRecord;
  /** Byte of `metrics.jsonl` after the record's last event. */
  readonly offset: number;
  readonly log: Log;
  readonly ladder: StopLadder;
  readonly onChange: () => void;
  readonly onEvents: (events: readonly TrainingEvent[]) => void;
}

/** A training that another window started: followed and controlled through its run directory. */
export class JoinedJob implements Job {
  readonly outcome: Promise<TrainingOutcome>;
  private current: JobState;
  private readonly follower: RunFollower;
  private readonly remote: RemoteControl;
  private readonly attending: NodeJS.Timeout;
  private stopping: readonly NodeJS.Timeout[] = [];

  constructor(private readonly options: JoinedJobOptions) {
    const { record, offset, onEvents, onChange } = options;
    const { experimentFile: experiment } = record.run;
    this.current = { kind: 'training', experiment, record };
    this.remote = new RemoteControl(record.directory);
    this.attending = setInterval(() => this.attend(), attendInterval);
    this.attend();
    const ended = new EventEmitter();
    this.outcome = once(ended, 'end').then(() => ({ kind: 'ended', experiment, record }));
    const end = (): void => {
      this.leave();
      ended.emit('end');
    };
    this.follower = new RunFollower(record, offset, {
      onEvents,
      onChange: () => (record.run.status === 'running' ? onChange() : end()),
      onError: (error) => {
        options.log.warn(`cannot follow ${record.directory}: ${error.message}`);
        record.run = { ...record.run, status: 'failed', error };
        end();
      },
    });
  }

  get state(): JobState {
    return this.current;
  }

  stop(): void {
    if (this.current.kind === 'stopping') return;
    const { record, ladder } = this.options;
    const { terminateAfter, killAfter } = ladder;
    this.current = { kind: 'stopping', experiment: this.current.experiment, record };
    this.options.onChange();
    this.remote.act('stop').catch((error: unknown) => this.warn(error));
    this.stopping = [
      setTimeout(() => this.kill('SIGTERM'), terminateAfter),
      setTimeout(() => this.kill('SIGKILL'), terminateAfter + killAfter),
    ];
  }

  act(action: Exclude<RunAction, 'stop'>): Promise<void> {
    return this.remote.act(action);
  }

  leave(): void {
    clearInterval(this.attending);
    this.stopping.forEach((timer) => clearTimeout(timer));
    this.follower.dispose();
  }

  private attend(): void {
    this.remote.attend().catch((error: unknown) => this.warn(error));
  }

  private kill(signal: NodeJS.Signals): void {
    const { directory, run } = this.options.record;
    try {
      process.kill(run.pid, signal);
    } catch {
      endRun(directory, 'stopped').catch((error: unknown) => this.warn(error));
    }
  }

  private warn(error: unknown): void {
    this.options.log.warn(toErrorReport(error).message);
  }
}
