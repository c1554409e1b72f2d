import { createRunDirectory, newRunId } from '../runs/runDirectory';
import { RunWriter } from '../runs/runWriter';
import type { Backend } from '../engine/backend/program';
import type { TrainingListener, TrainingResult } from '../engine/train';
import { toErrorReport } from '../shared/errors';
import type { EpochEvent, TrainingEvent } from '../shared/events';
import type { ModelGraph, RunInfo, RunSummary } from '../shared/run';
import type { Checkpoint, NamedTensor } from '../shared/weights';
import { versions } from './environment';
import type { ResumableRun } from './resumableRun';

/** Called while a run goes on; everything told is already in the run directory. */
export interface SessionListener {
  /** What is going on before training, for a person. */
  progress(text: string): void;
  started(directory: string, run: RunInfo, model: ModelGraph): void;
  events(events: readonly TrainingEvent[]): void;
  /** A defect ended the run as failed; the log needs its stack. */
  defect(error: unknown): void;
}

/** What a run says about itself, apart from what happens in it. */
export type RunDescription = Omit<
  RunInfo,
  | 'format'
  | 'id'
  | 'status'
  | 'backend'
  | 'versions'
  | 'pid'
  | 'start'
  | 'end'
  | 'summary'
  | 'error'
>;

export interface RecorderOptions {
  readonly description: RunDescription;
  /** Its `info` may change when a step turns out not to compile. */
  readonly backend: Pick<Backend, 'info'>;
  readonly listener: SessionListener;
  /** Undefined: one of its own beside the experiment file. */
  readonly directory: string | undefined;
  readonly resume: ResumableRun | undefined;
}

/** Writes what the engine reports into a run directory, which is created when training starts. */
export class RunRecorder implements TrainingListener {
  private writer: RunWriter | undefined;
  private began = 0;
  private lastEpoch: EpochEvent | undefined;
  private summary: RunSummary;

  constructor(private readonly options: RecorderOptions) {
    const { resume } = options;
    const { epochs = 0, seconds = 0, bestEpoch, best } = resume?.run.summary ?? {};
    const steps = resume?.checkpoint.steps ?? 0;
    const bestBefore = bestEpoch !== undefined && best && { bestEpoch, best };
    this.summary = { epochs, steps, seconds, ...bestBefore };
  }

  /** Whether there is a run directory that must say how the run ended. */
  get hasStarted(): boolean {
    return this.writer !== undefined;
  }

  async started(model: ModelGraph): Promise<void> {
    this.writer = await this.openWriter();
    this.began = performance.now();
    await this.writer.writeModel(model);
    this.options.listener.started(this.writer.directory, this.writer.run, model);
  }

  events(events: readonly TrainingEvent[]): Promise<void> {
    this.open.appendEvents(events);
    for (const event of events) this.count(event);
    this.options.listener.events(events);
    return Promise.resolve();
  }

  async best(weights: readonly NamedTensor[], epoch: number): Promise<void> {
    await this.open.writeWeights(weights, epoch);
    const event = this.lastEpoch;
    if (event) {
      this.summary = { ...this.summary, bestEpoch: epoch, best: event.validation ?? event.train };
    }
  }

  async checkpoint(checkpoint: Checkpoint): Promise<void> {
    await this.open.writeCheckpoint(checkpoint);
  }

  /** Ends the run as the engine says it ended. */
  async end({ status, ...result }: TrainingResult): Promise<RunInfo> {
    this.summary = { ...result, seconds: this.summary.seconds };
    return this.close({ status });
  }

  /** Ends the run as failed, with all that was recorded. */
  async fail(thrown: unknown): Promise<RunInfo> {
    return this.close({ status: 'failed', error: toErrorReport(thrown) });
  }

  private get open(): RunWriter {
    if (!this.writer) throw new Error('the run has not started');
    return this.writer;
  }

  private async openWriter(): Promise<RunWriter> {
    const { description, directory, resume } = this.options;
    const now = {
      ...description,
      ...this.backendNow(),
      format: 1,
      status: 'running',
      pid: process.pid,
    } as const;
    if (resume) {
      const { id, start } = resume.run;
      return RunWriter.resume(resume.directory, { ...now, id, start }, resume.checkpoint);
    }
    const id = newRunId(description.experiment.name);
    const start = new Date().toISOString();
    const created = await createRunDirectory(description.experimentFile, id, directory);
    return RunWriter.create(created, { ...now, id, start });
  }

  /** What the run says about its backend. */
  private backendNow(): Pick<RunInfo, 'backend' | 'versions' | 'warnings'> {
    const { description, backend, resume } = this.options;
    const { name } = backend.info;
    const before = resume?.run.backend.name ?? name;
    const changed = `Continued on ${name} after ${before}: the last digits differ.`;
    return {
      backend: backend.info,
      versions: versions(backend.info),
      warnings: [...description.warnings, ...(name === before ? [] : [changed])],
    };
  }

  private count(event: TrainingEvent): void {
    if (event.type === 'step') this.summary = { ...this.summary, steps: event.step };
    if (event.type !== 'epoch') return;
    this.lastEpoch = event;
    this.summary = { ...this.summary, epochs: event.epoch + 1 };
  }

  private async close(outcome: Pick<RunInfo, 'status' | 'error'>): Promise<RunInfo> {
    const seconds = this.summary.seconds + (performance.now() - this.began) / 1000;
    const run = await this.open.update({
      ...this.backendNow(),
      ...outcome,
      end: new Date().toISOString(),
      summary: { ...this.summary, seconds },
    });
    this.open.close();
    return run;
  }
}
