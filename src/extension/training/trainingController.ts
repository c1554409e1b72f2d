import * as vscode from 'vscode';
import type { RunAction } from '../../runs/runControl';
import { formatError, toErrorReport } from '../../shared/errors';
import type { TrainingEvent } from '../../shared/events';
import { nameAfterFile } from '../../shared/experimentName';
import { Disposable } from '../disposable';
import { defaultLadder } from '../process/trainerProcess';
import { JoinedJob } from './joinedJob';
import { readRunRecord } from './runRecord';
import { TrainingJob, type TrainingJobOptions, type TrainingSettings } from './trainingJob';
import type { TrainingMemory } from './trainingMemory';
import {
  liveRecord,
  type Job,
  type TrainingOrder,
  type TrainingOutcome,
  type TrainingState,
} from './trainingState';

type JobListeners = Pick<TrainingJobOptions, 'log' | 'onChange' | 'onEvents'>;

/** Trains one experiment at a time; those asked for meanwhile wait in a queue. */
export class TrainingController extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<TrainingState>());
  private readonly received = this.register(new vscode.EventEmitter<readonly TrainingEvent[]>());
  private readonly ended = this.register(new vscode.EventEmitter<TrainingOutcome>());
  private readonly queued = this.register(new vscode.EventEmitter<readonly TrainingOrder[]>());
  /** Fires for everything but new events of the run. */
  readonly onDidChangeState = this.changed.event;
  /** New events of the run that trains; they are in its record already. */
  readonly onDidReceiveEvents = this.received.event;
  readonly onDidEnd = this.ended.event;
  readonly onDidChangeQueue = this.queued.event;

  private job: Job | undefined;
  private waiting: readonly TrainingOrder[] = [];
  /** What the job trains; unknown of a run that was joined. */
  private order: TrainingOrder | undefined;

  /**
   * @param trainerModule path of the built trainer
   * @param memory where a reloaded window finds what trains
   */
  constructor(
    private readonly trainerModule: string,
    private readonly log: vscode.LogOutputChannel,
    private readonly settings: () => TrainingSettings,
    private readonly memory: TrainingMemory,
  ) {
    super();
  }

  get state(): TrainingState {
    return this.job?.state ?? { kind: 'idle' };
  }

  /** What waits, next first. */
  get queue(): readonly TrainingOrder[] {
    return this.waiting;
  }

  /** Starts a training, or queues it behind the one that goes on. */
  train(order: TrainingOrder): 'started' | 'queued' {
    if (this.job) {
      if (!this.waiting.some((waiting) => isSame(waiting, order))) {
        this.setQueue([...this.waiting, order]);
      }
      return 'queued';
    }
    this.start(order);
    return 'started';
  }

  removeFromQueue(order: TrainingOrder): void {
    this.setQueue(this.waiting.filter((waiting) => waiting !== order));
  }

  /** @param by places towards the end; negative: towards the start */
  moveInQueue(order: TrainingOrder, by: number): void {
    const from = this.waiting.indexOf(order);
    if (from < 0) return;
    const others = this.waiting.toSpliced(from, 1);
    this.setQueue(others.toSpliced(Math.max(0, from + by), 0, order));
  }

  /**
   * Controls what trains; after `stop`, the next in the queue follows.
   * @throws Error of the file system
   */
  async act(action: RunAction): Promise<void> {
    if (action === 'stop') this.job?.stop();
    else await this.job?.act(action);
  }

  /**
   * Joins the run that this window trained before it was reloaded, if it still goes on.
   * @returns what was asked for and can follow no run any more: nothing where one was joined
   */
  async rejoin(): Promise<readonly TrainingOrder[]> {
    const { directory, queue } = this.memory.recall();
    if (directory !== undefined && (await this.join(directory))) {
      this.setQueue(queue);
      return [];
    }
    this.remember();
    return queue;
  }

  /** Leaves what trains to itself: a window that is reloaded comes back. */
  override dispose(): void {
    this.waiting = [];
    this.job?.leave();
    super.dispose();
  }

  /** @returns whether there is a run that goes on */
  private async join(directory: string): Promise<boolean> {
    try {
      const { record, offset } = await readRunRecord(directory);
      if (this.job || record.run.status !== 'running') return false;
      this.log.info(`joined the run in ${directory}`);
      const ladder = defaultLadder;
      this.follow((listeners) => new JoinedJob({ record, offset, ladder, ...listeners }));
      return true;
    } catch (error) {
      this.log.info(`not joined: ${directory}: ${toErrorReport(error).message}`);
      return false;
    }
  }

  private start(order: TrainingOrder): void {
    this.order = order;
    const { trainerModule: modulePath } = this;
    const settings = this.settings();
    this.follow((listeners) => new TrainingJob({ modulePath, order, settings, ...listeners }));
  }

  private follow(begin: (listeners: JobListeners) => Job): void {
    const job = begin({
      log: this.log,
      onChange: () => this.stateChanged(),
      onEvents: (events) => this.received.fire(events),
    });
    this.job = job;
    this.stateChanged();
    void job.outcome.then((outcome) => this.finish(outcome));
  }

  private stateChanged(): void {
    this.remember();
    this.changed.fire(this.state);
  }

  private finish(outcome: TrainingOutcome): void {
    this.job = undefined;
    this.order = undefined;
    this.logOutcome(outcome);
    const [next, ...rest] = this.waiting;
    if (next === undefined) {
      this.stateChanged();
    } else {
      this.setQueue(rest);
      this.start(next);
    }
    this.ended.fire(outcome);
  }

  private setQueue(queue: readonly TrainingOrder[]): void {
    this.waiting = queue;
    this.remember();
    this.queued.fire(queue);
  }

  private remember(): void {
    const directory = liveRecord(this.state)?.directory;
    const starting = directory === undefined && this.order ? [this.order] : [];
    this.memory.remember({ directory, queue: [...starting, ...this.waiting] });
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

function isSame(a: TrainingOrder, b: TrainingOrder): boolean {
  return a.experiment === b.experiment && a.asIn === b.asIn && a.resume === b.resume;
}
