import { createHash } from 'node:crypto';
import type { StoredCheckpoint } from '../runs/checkpointFile';
import { createRunDirectory, newRunId } from '../runs/runDirectory';
import { RunWriter } from '../runs/runWriter';
import { toErrorReport } from '../shared/errors';
import type { EpochEvent, TrainingEvent } from '../shared/events';
import { t } from '../shared/l10n';
import type { BackendInfo, ModelGraph, RunInfo, RunSummary } from '../shared/run';
import type { Checkpoint, NamedTensor } from '../shared/weights';
import type { AwaitedReport, EngineEnd, EngineStart } from '../worker/messages';
import { versions } from './environment';
import { checkSameRows, type ResumableRun } from './resumableRun';

/** Called while a run goes on; everything told is already in the run directory. */
export interface SessionListener {
  /** What is going on before training, for a person. */
  progress(text: string): void;
  started(directory: string, run: RunInfo, model: ModelGraph): void;
  events(events: readonly TrainingEvent[]): void;
  /** `run.json` changed while the run goes on: it is paused, or goes on again. */
  changed(run: RunInfo): void;
  /** A defect ended the run as failed; the log needs its stack. */
  defect(error: unknown): void;
  /** `run.json` says how the run ended. */
  ended(run: RunInfo): void;
}

/** What is known of a run before its data are loaded. */
export type RunDescription = Pick<RunInfo, 'experimentFile' | 'experiment' | 'seed' | 'sweep'>;

type StartFacts = Pick<EngineStart, 'backend' | 'rows' | 'warnings'>;

export interface RecorderOptions {
  readonly description: RunDescription;
  /** The git commit of the experiment, once it is known. */
  readonly commit: Promise<string | undefined>;
  readonly listener: SessionListener;
  /** Undefined: one of its own beside the experiment file. */
  readonly directory: string | undefined;
  /** Of a new run; undefined: one of its own. */
  readonly id: string | undefined;
  readonly resume: ResumableRun | undefined;
}

/** Writes what the engine reports into a run directory, which is created when training starts. */
export class RunRecorder {
  private facts: StartFacts | undefined;
  private writer: RunWriter | undefined;
  private began = 0;
  /** When the pause began that goes on. */
  private pausedAt: number | undefined;
  private lastEpoch: EpochEvent | undefined;
  private summary: RunSummary;
  /** From where the run goes on that ends now; undefined when that is in the run directory. */
  private snapshotted: StoredCheckpoint | undefined;
  private isBehind = false;

  constructor(private readonly options: RecorderOptions) {
    const { resume } = options;
    const { epochs = 0, seconds = 0, bestEpoch, best } = resume?.run.summary ?? {};
    const steps = resume?.checkpoint.steps ?? 0;
    const bestBefore = bestEpoch !== undefined && best && { bestEpoch, best };
    this.summary = { epochs, steps, seconds, ...bestBefore };
  }

  /** Where the run is recorded. */
  get directory(): string {
    return this.open.directory;
  }

  /** Whether there is a run directory that must say how the run ended. */
  get hasStarted(): boolean {
    return this.writer !== undefined;
  }

  /** Whether events were recorded since the last checkpoint or snapshot. */
  get hasUnsavedSteps(): boolean {
    return this.isBehind;
  }

  /** @throws MtlError of kind `data` when the run to continue had other rows */
  async record(report: AwaitedReport): Promise<void> {
    switch (report.type) {
      case 'started':
        return this.started(report);
      case 'events':
        return this.events(report.events);
      case 'best':
        return this.best(report.weights, report.epoch);
      case 'predicted':
        return this.open.writePredictions(report.predictions);
      case 'checkpoint':
        this.snapshot(report.checkpoint);
        return this.writeSnapshot();
    }
  }

  private async started({
    model,
    encoding,
    start,
    moduleCode,
    ...facts
  }: EngineStart): Promise<void> {
    const { resume, listener } = this.options;
    if (resume) checkSameRows(resume, facts.rows);
    this.facts = facts;
    this.writer = await this.openWriter(facts, moduleCode);
    this.began = performance.now();
    await this.writer.writeModel(model);
    await this.writer.writeEncoding(encoding);
    if (moduleCode !== undefined) await this.writer.writeModule(moduleCode);
    this.snapshot(start);
    listener.started(this.writer.directory, this.writer.run, model);
  }

  private events(events: readonly TrainingEvent[]): void {
    this.open.appendEvents(events);
    this.isBehind = true;
    for (const event of events) this.count(event);
    this.options.listener.events(events);
  }

  private async best(weights: readonly NamedTensor[], epoch: number): Promise<void> {
    await this.open.writeWeights(weights, epoch);
    const event = this.lastEpoch;
    if (event) {
      this.summary = { ...this.summary, bestEpoch: epoch, best: event.validation ?? event.train };
    }
  }

  /** Keeps a checkpoint that is written when the run is cut off. */
  snapshot(checkpoint: Checkpoint): void {
    this.snapshotted = { ...checkpoint, metricsBytes: this.open.metricsBytes };
    this.isBehind = false;
  }

  /** The backend as it is now. */
  backend(backend: BackendInfo): void {
    if (this.facts) this.facts = { ...this.facts, backend };
  }

  /** Records that training waits, or goes on again; the time between counts for nothing. */
  async pause(paused: boolean): Promise<void> {
    if (paused) this.pausedAt = performance.now();
    else this.endPause();
    this.options.listener.changed(await this.open.update({ paused }));
  }

  /** Ends the run as the engine says it ended. */
  async end({ status, ...result }: EngineEnd['result']): Promise<RunInfo> {
    this.summary = { ...result, seconds: this.summary.seconds };
    return this.close({ status });
  }

  /** Ends the run as stopped where its last snapshot is: the engine does not answer. */
  async cutOff(): Promise<RunInfo> {
    await this.writeSnapshot();
    return this.close({ status: 'stopped' });
  }

  /** Ends the run as failed, with all that was recorded. */
  async fail(thrown: unknown): Promise<RunInfo> {
    return this.close({ status: 'failed', error: toErrorReport(thrown) });
  }

  private get open(): RunWriter {
    if (!this.writer) throw new Error('the run has not started');
    return this.writer;
  }

  private async writeSnapshot(): Promise<void> {
    if (this.snapshotted) await this.open.writeCheckpoint(this.snapshotted);
    this.snapshotted = undefined;
  }

  private async openWriter(facts: StartFacts, moduleCode: string | undefined): Promise<RunWriter> {
    const { description, directory, resume } = this.options;
    const gitCommit = await this.options.commit;
    const now = {
      ...description,
      ...(gitCommit !== undefined && { gitCommit }),
      ...(moduleCode !== undefined && { moduleHash: shortHash(moduleCode) }),
      rows: facts.rows,
      ...this.aboutBackend(facts),
      format: 1,
      status: 'running',
      pid: process.pid,
    } as const;
    if (resume) {
      const { id, start } = resume.run;
      return RunWriter.resume(resume.directory, { ...now, id, start }, resume.checkpoint);
    }
    const id = this.options.id ?? newRunId(description.experiment.name);
    const start = new Date().toISOString();
    const created = await createRunDirectory(description.experimentFile, id, directory);
    return RunWriter.create(created, { ...now, id, start });
  }

  /** What the run says about its backend. */
  private aboutBackend({
    backend,
    warnings,
  }: StartFacts): Pick<RunInfo, 'backend' | 'versions' | 'warnings'> {
    const before = this.options.resume?.run.backend.name ?? backend.name;
    const changed = t`Continued on ${backend.name} after ${before}: the last digits differ.`;
    return {
      backend,
      versions: versions(backend),
      warnings: [...warnings, ...(backend.name === before ? [] : [changed])],
    };
  }

  private endPause(): void {
    if (this.pausedAt !== undefined) this.began += performance.now() - this.pausedAt;
    this.pausedAt = undefined;
  }

  private count(event: TrainingEvent): void {
    if (event.type === 'step') this.summary = { ...this.summary, steps: event.step };
    if (event.type !== 'epoch') return;
    this.lastEpoch = event;
    this.summary = { ...this.summary, epochs: event.epoch + 1 };
  }

  private async close(outcome: Pick<RunInfo, 'status' | 'error'>): Promise<RunInfo> {
    this.endPause();
    const seconds = this.summary.seconds + (performance.now() - this.began) / 1000;
    const run = await this.open.update({
      ...(this.facts && this.aboutBackend(this.facts)),
      ...outcome,
      ...(this.open.run.paused && { paused: false }),
      end: new Date().toISOString(),
      summary: { ...this.summary, seconds },
    });
    this.open.close();
    return run;
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
