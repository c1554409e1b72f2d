import * as vscode from 'vscode';
import { toErrorReport } from '../../shared/errors';
import type { TrainingEvent } from '../../shared/events';
import { Disposable } from '../disposable';
import { RemoteControl, type RunAction } from '../../runs/runControl';
import { findRuns } from '../runFolders';
import { readRunRecord, type RunRecord } from '../training/runRecord';
import type { TrainingController } from '../training/trainingController';
import { liveRecord } from '../training/trainingState';
import { RunFollower } from './runFollower';

const rememberedKey = 'mtlLab.shownRun';

/**
 * The run that the Metrics view shows: a run that starts here, one picked among the runs, or after
 * a reload the one shown before. A run of another process is followed through its directory.
 */
export class ShownRunSource extends Disposable {
  private readonly replaced = this.register(new vscode.EventEmitter<'asked' | 'restored'>());
  private readonly received = this.register(new vscode.EventEmitter<readonly TrainingEvent[]>());
  private readonly updated = this.register(new vscode.EventEmitter<RunRecord>());
  /** Another run is shown: one that was asked for, or the last one again. */
  readonly onDidReplace = this.replaced.event;
  /** The shown run has new events. */
  readonly onDidReceiveEvents = this.received.event;
  /** What `run.json` says of the shown run changed. */
  readonly onDidUpdate = this.updated.event;

  private record: RunRecord | undefined;
  private newestLive: RunRecord | undefined;
  private follower: RunFollower | undefined;
  /** Of a run that another process trains. */
  private remote: RemoteControl | undefined;

  constructor(
    private readonly controller: TrainingController,
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(controller.onDidChangeState((state) => this.showLive(liveRecord(state))));
    this.register(
      controller.onDidReceiveEvents((events) => {
        if (this.record && this.record === liveRecord(controller.state)) this.received.fire(events);
      }),
    );
    this.register(
      controller.onDidEnd((outcome) => {
        if (outcome.kind === 'ended') this.showLive(outcome.record);
      }),
    );
  }

  get current(): RunRecord | undefined {
    return this.record;
  }

  /** @throws MtlError when the directory does not hold a readable run */
  async show(directory: string): Promise<void> {
    const live = liveRecord(this.controller.state);
    if (live?.directory === directory) this.replace(live);
    else await this.showFromDisk(directory, 'asked');
  }

  /**
   * Controls the shown run, whoever trains it.
   * @throws Error of the file system
   */
  async act(action: RunAction): Promise<void> {
    if (this.record === liveRecord(this.controller.state)) await this.controller.act(action);
    else await this.remote?.act(action);
  }

  /** Shows what was shown last, or the newest run of the workspace, unless a run is shown. */
  async restore(): Promise<void> {
    if (this.record) return;
    const remembered = this.memory.get<string>(rememberedKey);
    const runs = await findRuns(() => undefined);
    const newest = runs.map(({ directory }) => directory).slice(0, 1);
    for (const directory of remembered === undefined ? newest : [remembered, ...newest]) {
      try {
        return await this.showFromDisk(directory, 'restored');
      } catch (error) {
        this.log.info(`not shown: ${directory}: ${toErrorReport(error).message}`);
      }
    }
  }

  /** Shows nothing when the run in this directory is shown. */
  forget(directory: string): void {
    if (this.record?.directory === directory) this.replace(undefined);
  }

  override dispose(): void {
    this.follower?.dispose();
    super.dispose();
  }

  private async showFromDisk(directory: string, why: 'asked' | 'restored'): Promise<void> {
    const before = this.record;
    const { record, offset } = await readRunRecord(directory);
    if (this.record !== before) return;
    this.replace(record, why);
    if (record.run.status !== 'running') return;
    this.remote = new RemoteControl(directory);
    this.follower = new RunFollower(record, offset, {
      onEvents: (events) => this.received.fire(events),
      onChange: () => this.updated.fire(record),
      onError: (error) => this.log.warn(`cannot follow ${directory}: ${error.message}`),
    });
  }

  private showLive(record: RunRecord | undefined): void {
    if (!record) return;
    if (record === this.record) this.updated.fire(record);
    else if (record !== this.newestLive) this.replace(record);
    this.newestLive = record;
  }

  private replace(record: RunRecord | undefined, why: 'asked' | 'restored' = 'asked'): void {
    this.follower?.dispose();
    this.follower = undefined;
    this.remote = undefined;
    this.record = record;
    void this.memory.update(rememberedKey, record?.directory);
    this.replaced.fire(why);
  }
}
