import { appendFileSync, closeSync, fstatSync, openSync } from 'node:fs';
import { mkdir, rm, stat, truncate } from 'node:fs/promises';
import type { Encoding } from '../shared/encoding';
import { encodeEvent, encodeJson, type TrainingEvent } from '../shared/events';
import type { Predictions } from '../shared/predictions';
import type { ModelGraph, RunInfo } from '../shared/run';
import type { NamedTensor } from '../shared/weights';
import { writeFileAtomic } from './atomicFile';
import { encodeCheckpoint, type StoredCheckpoint } from './checkpointFile';
import { encodeEncoding } from './encodingFile';
import { encodePredictions } from './predictionsFile';
import { runFiles, type RunFiles } from './runFiles';
import { encodeSafetensors } from './safetensors';

/**
 * Writes a run directory while a run goes on. What has been handed over is in the files when a
 * method returns (or its promise resolves), even when the process is killed right after.
 */
export class RunWriter {
  private readonly metrics: number;

  private constructor(
    readonly directory: string,
    private readonly files: RunFiles,
    private current: RunInfo,
  ) {
    this.metrics = openSync(files.metrics, 'a');
  }

  /** Starts the files of a new run in an empty directory. */
  static async create(directory: string, run: RunInfo): Promise<RunWriter> {
    const files = runFiles(directory);
    await mkdir(files.checkpointFolder, { recursive: true });
    const writer = new RunWriter(directory, files, run);
    await writer.writeRun();
    return writer;
  }

  /** Goes on with a run from a checkpoint: the events after it are cut off. */
  static async resume(directory: string, run: RunInfo, from: StoredCheckpoint): Promise<RunWriter> {
    const files = runFiles(directory);
    const { size } = await stat(files.metrics);
    await truncate(files.metrics, Math.min(size, from.metricsBytes));
    await rm(files.control, { force: true });
    const writer = new RunWriter(directory, files, run);
    await writer.writeRun();
    return writer;
  }

  get run(): RunInfo {
    return this.current;
  }

  /** Changes `run.json`. */
  async update(changes: Partial<RunInfo>): Promise<RunInfo> {
    this.current = { ...this.current, ...changes };
    await this.writeRun();
    return this.current;
  }

  /** Written before it returns and in the order of the calls. */
  appendEvents(events: readonly TrainingEvent[]): void {
    const lines = events.map((event) => `${encodeEvent(event)}\n`).join('');
    appendFileSync(this.metrics, lines);
  }

  async writeModel(model: ModelGraph): Promise<void> {
    await writeFileAtomic(this.files.model, `${encodeJson(model, 2)}\n`);
  }

  async writeEncoding(encoding: Encoding): Promise<void> {
    await writeFileAtomic(this.files.encoding, encodeEncoding(encoding));
  }

  /** @param code the script of an own model */
  async writeModule(code: string): Promise<void> {
    await writeFileAtomic(this.files.module, code);
  }

  /** @param epoch the epoch after which these were the weights, counted from 0 */
  async writeWeights(tensors: readonly NamedTensor[], epoch: number): Promise<void> {
    const metadata = { run: this.current.id, epoch: String(epoch) };
    await writeFileAtomic(this.files.weights, encodeSafetensors({ tensors, metadata }));
  }

  async writePredictions(predictions: Predictions): Promise<void> {
    await writeFileAtomic(this.files.predictions, encodePredictions(predictions));
  }

  /** Length of `metrics.jsonl`, for a checkpoint taken now. */
  get metricsBytes(): number {
    return fstatSync(this.metrics).size;
  }

  async writeCheckpoint(checkpoint: StoredCheckpoint): Promise<void> {
    await writeFileAtomic(this.files.checkpoint, encodeCheckpoint(checkpoint));
  }

  close(): void {
    closeSync(this.metrics);
  }

  private async writeRun(): Promise<void> {
    await writeFileAtomic(this.files.run, `${encodeJson(this.current, 2)}\n`);
  }
}
