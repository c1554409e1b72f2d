import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, MtlError } from '../shared/errors';
import { decodeJson } from '../shared/events';
import { t } from '../shared/l10n';
import type { ModelGraph, RunInfo, RunSummary } from '../shared/run';
import { isModelGraph, isRunInfo } from './isRunInfo';
import { isWriterAlive } from './writerAlive';
import { runFiles } from './runFiles';

export interface FoundRun {
  readonly directory: string;
  readonly run: RunInfo;
}

/** What is under a folder: runs, newest first, and what looks like a run but cannot be read. */
export interface RunList {
  readonly runs: readonly FoundRun[];
  readonly skipped: readonly { readonly directory: string; readonly reason: string }[];
}

/**
 * Reads `run.json`. A run that calls itself running but whose process is gone reads as stopped, and
 * one whose folder was moved has its experiment file where that is now.
 * @throws MtlError of kind `data` when it is missing, half-written or of another format
 */
export async function readRun(directory: string): Promise<RunInfo> {
  const file = runFiles(directory).run;
  let run: unknown;
  try {
    run = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, messageOf(error), error);
  }
  if (!isRunInfo(run)) throw unreadable(file, t`it is not the record of a run of this version`);
  const { summary, paused, ...rest } = run;
  const died = run.status === 'running' && !(await isWriterAlive(file, run.pid));
  return {
    ...rest,
    experimentFile: experimentFileOf(directory, run.experimentFile),
    ...(summary && { summary: decodeJson(JSON.stringify(summary)) as RunSummary }),
    ...(paused !== undefined && { paused: paused && !died }),
    status: died ? 'stopped' : run.status,
  };
}

/** @throws MtlError of kind `data` when the run has no readable `model.json` */
export async function readModel(directory: string): Promise<ModelGraph> {
  const file = runFiles(directory).model;
  let model: unknown;
  try {
    model = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, messageOf(error), error);
  }
  if (!isModelGraph(model)) throw unreadable(file, t`it is not the model of a run of this version`);
  return model;
}

/**
 * The script of a run's own model; undefined for a run of an architecture of MTL Lab.
 * @throws MtlError of kind `data` when it is not there
 */
export async function readModule(directory: string, run: RunInfo): Promise<string | undefined> {
  if (run.experiment.model.architecture !== 'module') return undefined;
  const file = runFiles(directory).module;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, messageOf(error), error);
  }
}

/** Finds the runs under a folder: in every `.mtl/runs`, and wherever `--run-dir` put one. */
export async function listRuns(folder: string): Promise<RunList> {
  const runs: FoundRun[] = [];
  const skipped: { directory: string; reason: string }[] = [];
  for (const directory of await runDirectories(resolve(folder))) {
    try {
      runs.push({ directory, run: await readRun(directory) });
    } catch (error) {
      skipped.push({ directory, reason: messageOf(error) });
    }
  }
  runs.sort((a, b) => b.run.start.localeCompare(a.run.start));
  return { runs, skipped };
}

/** @throws MtlError of kind `usage`, with the hint, when the run is going on */
export function assertEnded({ id, status }: RunInfo, hint: string): void {
  if (status !== 'running') return;
  throw new MtlError({
    kind: 'usage',
    code: 'run-is-running',
    message: t`The run ${id} is still training.`,
    hint,
  });
}

async function runDirectories(folder: string): Promise<string[]> {
  const isRunsFolder = basename(folder) === 'runs' && basename(dirname(folder)) === '.mtl';
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name === 'node_modules') continue;
    const directory = join(folder, entry.name);
    if (isRunsFolder || existsSync(runFiles(directory).run)) found.push(directory);
    else if (entry.name === '.mtl') found.push(...(await runDirectories(join(directory, 'runs'))));
    else if (!entry.name.startsWith('.')) found.push(...(await runDirectories(directory)));
  }
  return found;
}

/**
 * The experiment file of a run: the one beside whose `.mtl/runs` it lies, also when the folder was
 * moved or is reached by another path since the run wrote down its place.
 */
function experimentFileOf(directory: string, written: string): string {
  const runs = dirname(resolve(directory));
  const isBeside = basename(runs) === 'runs' && basename(dirname(runs)) === '.mtl';
  const file = join(dirname(dirname(runs)), written.split(/[\\/]/).at(-1) ?? '');
  return isBeside && file !== written && existsSync(file) ? file : written;
}

function unreadable(file: string, reason: string, cause?: unknown): MtlError {
  return new MtlError(
    {
      kind: 'data',
      code: 'run-unreadable',
      message: t`Cannot read the run: ${reason}`,
      location: { file },
    },
    { cause },
  );
}
