import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeJson } from '../shared/events';
import type { Experiment } from '../shared/experiment';
import type { RunStatus } from '../shared/run';
import { writeFileAtomic } from './atomicFile';

/** What a sweep tries: every combination of the values, with every seed. */
export interface SweepGrid {
  /** Settings of all trials, as `--set` takes them. */
  readonly set: readonly string[];
  /** Values by key path. */
  readonly vary: Readonly<Record<string, readonly unknown[]>>;
  readonly seeds: readonly number[];
}

/** One trial: one run. */
export interface TrialRecord {
  /** Id of its run. */
  readonly run: string;
  /** Absolute path of its run. */
  readonly directory: string;
  /** By key path. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly status: 'waiting' | RunStatus;
  /** First line of what made it fail. */
  readonly error?: string | undefined;
}

/** The content of `.mtl/sweeps/<id>.json`. */
export interface SweepRecord {
  readonly format: 1;
  readonly id: string;
  /** Absolute path of the experiment file. */
  readonly experimentFile: string;
  /** The experiment with the settings of all trials. */
  readonly experiment: Experiment;
  readonly grid: SweepGrid;
  readonly backend: string;
  readonly threads: number | 'auto';
  /** Process that runs the trials. */
  readonly pid: number;
  /** ISO 8601. */
  readonly start: string;
  /** When the process that ran it last was done; absent while one runs it. */
  readonly end?: string | undefined;
  readonly trials: readonly TrialRecord[];
}

/** The sweeps of the experiments in a folder, newest first; what cannot be read is left out. */
export async function listSweeps(folder: string): Promise<readonly SweepRecord[]> {
  const names = await readdir(sweepsFolder(folder)).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json'));
  const records = await Promise.all(
    files.map((name) => readSweep(join(sweepsFolder(folder), name))),
  );
  return records
    .filter((record) => record !== undefined)
    .sort((a, b) => b.start.localeCompare(a.start));
}

/** The file of a sweep, beside the experiment file. */
export function sweepFile({ experimentFile, id }: SweepRecord): string {
  return join(sweepsFolder(dirname(experimentFile)), `${id}.json`);
}

/** Keeps the record of a sweep on disk while its trials run. */
export class SweepWriter {
  private writing: Promise<void> = Promise.resolve();

  private constructor(private current: SweepRecord) {}

  static async open(record: SweepRecord): Promise<SweepWriter> {
    await mkdir(dirname(sweepFile(record)), { recursive: true });
    const writer = new SweepWriter(record);
    await writer.update({});
    return writer;
  }

  get record(): SweepRecord {
    return this.current;
  }

  /** Resolves when it is in the file. */
  update(changes: Partial<SweepRecord>): Promise<void> {
    this.current = { ...this.current, ...changes };
    this.writing = this.writing.then(() =>
      writeFileAtomic(sweepFile(this.current), `${encodeJson(this.current, 2)}\n`),
    );
    return this.writing;
  }

  /** Says how a trial is; resolves when it is in the file. */
  updateTrial(run: string, { status, error }: Pick<TrialRecord, 'status' | 'error'>) {
    const trials = this.current.trials.map((trial) =>
      trial.run === run ? { ...trial, status, error } : trial,
    );
    return this.update({ trials });
  }
}

function sweepsFolder(folder: string): string {
  return join(folder, '.mtl', 'sweeps');
}

async function readSweep(file: string): Promise<SweepRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(file, 'utf8')) as Partial<SweepRecord> | null;
    const isRecord = record?.format === 1 && Array.isArray(record.trials) && record.grid;
    return isRecord ? (record as SweepRecord) : undefined;
  } catch {
    return undefined;
  }
}
