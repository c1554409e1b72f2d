import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { newRunId, runsFolder } from '../../runs/runDirectory';
import { listSweeps, sweepFile, type SweepGrid, type SweepRecord } from '../../runs/sweepRecord';
import { isWriterAlive } from '../../runs/writerAlive';
import { readExperiment } from '../../session/loadExperiment';
import { parseOverride } from '../../session/overrides';
import { checkSweepUnchanged, checkTrials, trialsOf } from '../../session/sweepGrid';
import { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';

/** What the command line says of a sweep. */
export interface SweepRequest {
  /** Absolute path. */
  readonly experimentFile: string;
  readonly grid: SweepGrid;
  readonly backend: string;
  readonly threads: number | 'auto';
  /** Where the runs go; undefined: among the others beside the experiment. */
  readonly folder: string | undefined;
}

/**
 * A new sweep, with none of its trials started.
 * @throws MtlError of kind `usage` when a trial's experiment is not valid
 */
export async function newSweep(request: SweepRequest): Promise<SweepRecord> {
  const { experimentFile, grid, backend, threads } = request;
  await checkTrials(experimentFile, grid);
  const { experiment } = await readExperiment(experimentFile, grid.set.map(parseOverride));
  const id = newRunId(experiment.name);
  const folder = request.folder ?? runsFolder(dirname(experimentFile));
  const trials = trialsOf(grid);
  const digits = String(trials.length).length;
  return {
    format: 1,
    ...{ id, experimentFile, experiment, grid, backend, threads },
    pid: process.pid,
    start: new Date().toISOString(),
    trials: trials.map((trial, index) => {
      const run = `${id}-${String(index + 1).padStart(digits, '0')}`;
      return { run, directory: join(folder, run), ...trial, status: 'waiting' };
    }),
  };
}

/**
 * The latest sweep of an experiment that was interrupted, and is not running now.
 * @param choice of that grid only; whether failed trials are a reason to go on, too
 * @throws MtlError of kind `usage` while a process runs it, of kind `experiment` when the experiment
 * has changed since
 */
export async function unfinishedSweep(
  experimentFile: string,
  { grid, failed }: { readonly grid: SweepGrid | undefined; readonly failed: boolean },
): Promise<SweepRecord | undefined> {
  const sweeps = await listSweeps(dirname(experimentFile));
  const ended = failed ? ['completed'] : ['completed', 'failed'];
  const found = sweeps.find(
    (sweep) =>
      sweep.experimentFile === experimentFile &&
      (grid === undefined || isDeepStrictEqual(sweep.grid, grid)) &&
      sweep.trials.some(({ status }) => !ended.includes(status)),
  );
  if (!found) return undefined;
  await checkSweepUnchanged(found);
  if (found.end === undefined && (await isWriterAlive(sweepFile(found), found.pid))) {
    throw new MtlError({
      kind: 'usage',
      code: 'sweep-is-running',
      message: t`The sweep ${found.id} is still running.`,
      hint: t`Stop it before it can be continued.`,
    });
  }
  return { ...found, pid: process.pid, end: undefined };
}
