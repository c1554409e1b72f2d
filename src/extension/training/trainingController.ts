import * as vscode from 'vscode';
import { formatError } from '../../shared/errors';
import type { TrainingEvent } from '../../shared/events';
import { nameAfterFile } from '../../shared/experimentName';
import { Disposable } from '../disposable';
import { TrainingJob, type TrainingSettings } from './trainingJob';
import type { TrainingOutcome, TrainingState } from './trainingState';

/** Trains one experiment at a time; those asked for meanwhile wait in a queue. */
export class TrainingController extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<TrainingState>());
  private readonly received = this.register(new vscode.EventEmitter<readonly TrainingEvent[]>());
  private readonly ended = this.register(new vscode.EventEmitter<TrainingOutcome>());
  private readonly queued = this.register(new vscode.EventEmitter<readonly string[]>());
  /** Fires for everything but new events of the run. */
  readonly onDidChangeState = this.changed.event;
  /** New events of the run that trains; they are in its record already. */
  readonly onDidReceiveEvents = this.received.event;
  readonly onDidEnd = this.ended.event;
  readonly onDidChangeQueue = this.queued.event;

  private job: TrainingJob | undefined;
  private waiting: readonly string[] = [];

  /** @param trainerModule path of the built trainer */
  constructor(
    private readonly trainerModule: string,
    private readonly log: vscode.LogOutputChannel,
    private readonly settings: () => TrainingSettings,
  ) {
    super();
  }

  get state(): TrainingState {
    return this.job?.state ?? { kind: 'idle' };
  }

  /** Experiment files that wait, next first. */
  get queue(): readonly string[] {
    return this.waiting;
  }

  /** Starts training, or queues the experiment behind the one that trains. */
  train(experiment: string): 'started' | 'queued' {
    if (this.job) {
      if (!this.waiting.includes(experiment)) this.setQueue([...this.waiting, experiment]);
      return 'queued';
    }
    this.start(experiment);
    return 'started';
  }

  removeFromQueue(experiment: string): void {
    this.setQueue(this.waiting.filter((waiting) => waiting !== experiment));
  }

  /** Stops what trains; the next in the queue follows. */
  stop(): void {
    this.job?.stop();
  }

  override dispose(): void {
    this.waiting = [];
    this.job?.stop();
    super.dispose();
  }

  private start(experiment: string): void {
    const job = new TrainingJob({
      modulePath: this.trainerModule,
      experiment,
      settings: this.settings(),
      log: this.log,
      onChange: () => this.changed.fire(this.state),
      onEvents: (events) => this.received.fire(events),
    });
    this.job = job;
    this.changed.fire(this.state);
    void job.outcome.then((outcome) => this.finish(outcome));
  }

  private finish(outcome: TrainingOutcome): void {
    this.job = undefined;
    this.logOutcome(outcome);
    const [next, ...rest] = this.waiting;
    if (next === undefined) {
      this.changed.fire(this.state);
    } else {
      this.setQueue(rest);
      this.start(next);
    }
    this.ended.fire(outcome);
  }

  private setQueue(queue: readonly string[]): void {
    this.waiting = queue;
    this.queued.fire(queue);
  }

  private logOutcome(outcome: TrainingOutcome): void {
    const name = nameAfterFile(outcome.experiment);
    const error = outcome.kind === 'refused' ? outcome.error : undefined;
    const failure = outcome.kind === 'ended' ? outcome.record.run.error : error;
    if (failure) this.log.error(`[${name}] ${formatError(failure)}`);
    const how = outcome.kind === 'ended' ? outcome.record.run.status : outcome.kind;
    this.log.info(`[${name}] ${how}`);
  }
}
