import { endRun } from '../../runs/endRun';
import { RemoteControl, type RunAction } from '../../runs/runControl';
import { formatError, toErrorReport, type ErrorReport } from '../../shared/errors';
import type { TrainingEvent } from '../../shared/events';
import { nameAfterFile } from '../../shared/experimentName';
import { t } from '../../shared/l10n';
import type { BackendChoice, TrainerReport } from '../../shared/messages';
import { crashReport } from '../process/crash';
import {
  TrainerProcess,
  type StopLadder,
  type TrainerExit,
  type TrainerOptions,
} from '../process/trainerProcess';
import type { RunRecord } from './runRecord';
import {
  liveRecord,
  type Job,
  type JobState,
  type TrainingOrder,
  type TrainingOutcome,
} from './trainingState';

export interface TrainingSettings {
  readonly backend: BackendChoice;
  readonly threads: number | 'auto';
  /** See the trainer's request. */
  readonly graceSeconds: number;
}

/** Where lines for people who look closer go. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

export interface TrainingJobOptions extends Pick<TrainerOptions, 'modulePath'> {
  readonly order: TrainingOrder;
  readonly settings: TrainingSettings;
  readonly log: Log;
  readonly ladder?: StopLadder;
  readonly onChange: () => void;
  readonly onEvents: (events: readonly TrainingEvent[]) => void;
}

/** A training in a trainer process that this window started. */
export class TrainingJob implements Job {
  /** Settles when the process is gone; never rejects. */
  readonly outcome: Promise<TrainingOutcome>;
  private current: JobState;
  private readonly trainer: TrainerProcess;
  private readonly prefix: string;
  private remote: RemoteControl | undefined;
  private hasEnded = false;
  private failure: ErrorReport | undefined;

  constructor(private readonly options: TrainingJobOptions) {
    const { order, settings, log, modulePath, ladder } = options;
    const { experiment, ...how } = order;
    this.prefix = `[${nameAfterFile(experiment)}]`;
    this.current = { kind: 'starting', experiment, progress: t`starting the trainer` };
    log.info(`${this.prefix} training ${experiment}`);
    this.trainer = new TrainerProcess({
      modulePath,
      ...(ladder && { ladder }),
      onReport: (report) => this.receive(report),
      onOutput: (line, stream) => log[stream === 'stderr' ? 'warn' : 'info'](this.line(line)),
    });
    this.trainer.send({ type: 'train', experimentFile: experiment, ...how, ...settings });
    this.outcome = this.trainer.exited.then((exit) => this.conclude(exit));
  }

  get state(): JobState {
    return this.current;
  }

  /** Asks the trainer to end the run as stopped, with a checkpoint. */
  stop(): void {
    if (this.current.kind === 'stopping') return;
    const { experiment } = this.current;
    this.change({ kind: 'stopping', experiment, record: liveRecord(this.current) });
    this.trainer.stop();
  }

  async act(action: Exclude<RunAction, 'stop'>): Promise<void> {
    await this.remote?.act(action);
  }

  leave(): void {
    this.trainer.leave();
  }

  private receive(report: TrainerReport): void {
    const { experiment } = this.current;
    const record = liveRecord(this.current);
    switch (report.type) {
      case 'started': {
        const { directory, run, model } = report;
        this.remote = new RemoteControl(directory);
        const kind = this.current.kind === 'stopping' ? 'stopping' : 'training';
        this.options.log.info(this.line(`run directory ${directory}`));
        this.change({ kind, experiment, record: { directory, run, model, events: [] } });
        break;
      }
      case 'progress':
        this.options.log.info(this.line(report.text));
        if (this.current.kind !== 'starting') break;
        this.change({ ...this.current, progress: report.text });
        break;
      case 'events':
        for (const event of report.events) record?.events.push(event);
        this.options.onEvents(report.events);
        break;
      case 'changed':
        if (record) record.run = report.run;
        this.options.onChange();
        break;
      case 'ended':
        this.hasEnded = true;
        if (record) record.run = report.run;
        this.options.onChange();
        break;
      case 'failed':
        this.failure = report.error;
        break;
      case 'resolved':
      case 'inspected':
      case 'scaffolded':
      case 'checked':
      case 'answered':
      case 'installed':
        this.options.log.warn(this.line(`unexpected report '${report.type}'`));
        break;
    }
  }

  private async conclude(exit: TrainerExit): Promise<TrainingOutcome> {
    const { experiment, kind } = this.current;
    const record = liveRecord(this.current);
    const stopped = kind === 'stopping';
    if (!record && stopped) return { kind: 'cancelled', experiment };
    const error = this.failure ?? crashReport(exit);
    if (!record) return { kind: 'refused', experiment, error };
    if (!this.hasEnded) await this.endInItsPlace(record, stopped && !this.failure, error);
    return { kind: 'ended', experiment, record };
  }

  /** The trainer went away without ending its run: the record, here and on disk, must not say it trains. */
  private async endInItsPlace(
    record: RunRecord,
    stopped: boolean,
    error: ErrorReport,
  ): Promise<void> {
    const end = new Date().toISOString();
    record.run = stopped
      ? { ...record.run, status: 'stopped', end }
      : { ...record.run, status: 'failed', end, error };
    try {
      if (stopped) record.run = await endRun(record.directory, 'stopped');
      else record.run = await endRun(record.directory, 'failed', error);
    } catch (reason) {
      this.options.log.warn(this.line(formatError(toErrorReport(reason))));
    }
  }

  private change(state: JobState): void {
    this.current = state;
    this.options.onChange();
  }

  private line(text: string): string {
    return `${this.prefix} ${text}`;
  }
}
