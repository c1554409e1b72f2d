import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { readCheckpoint, type StoredCheckpoint } from '../runs/checkpointFile';
import { assertEnded, listRuns, readRun, type FoundRun } from '../runs/readRun';
import { runsFolder } from '../runs/runDirectory';
import { runFiles } from '../runs/runFiles';
import { MtlError } from '../shared/errors';
import type { Experiment } from '../shared/experiment';
import { listed, t } from '../shared/l10n';
import { isResumable, type RowCounts, type RunInfo } from '../shared/run';
import { differences, experimentChanges } from './differences';

/** A run that can go on, and from where. */
export interface ResumableRun {
  readonly directory: string;
  readonly run: RunInfo;
  readonly checkpoint: StoredCheckpoint;
}

/** What may change between the parts of a run: when it ends, not what it does. */
const changeable = ['training.epochs', 'training.earlyStopping'];

/**
 * The run in `given`, or the latest unfinished run of the experiment that is not part of a sweep.
 * @throws MtlError when there is none, it is still training, or the experiment has changed since
 */
export async function findResumableRun(
  experimentFile: string,
  experiment: Experiment,
  given?: string,
): Promise<ResumableRun> {
  const { directory, run } = given
    ? { directory: given, run: await readRun(given) }
    : await latestUnfinishedRun(experimentFile);
  assertEnded(run, t`Stop it before it can be continued.`);
  checkUnchanged(experimentFile, experiment, run);
  return { directory, run, checkpoint: await readCheckpoint(directory) };
}

/** @throws MtlError of kind `data` when the tables have other rows than the run was started on */
export function checkSameRows({ run }: ResumableRun, rows: RowCounts): void {
  const changed = differences(run.rows, rows);
  if (changed.length === 0) return;
  throw new MtlError({
    kind: 'data',
    code: 'data-changed',
    message: t`The data have changed since the run ${run.id} was started: other rows in the ${listed(changed)} part.`,
    hint: t`Put the data back as they were, or start a new run.`,
    location: { file: run.experimentFile },
  });
}

async function latestUnfinishedRun(experimentFile: string): Promise<FoundRun> {
  const { runs } = await listRuns(runsFolder(dirname(experimentFile)));
  const found = runs.find(
    ({ directory, run }) =>
      run.experimentFile === experimentFile &&
      run.sweep === undefined &&
      isResumable(run) &&
      existsSync(runFiles(directory).checkpoint),
  );
  if (found) return found;
  throw new MtlError({
    kind: 'usage',
    code: 'nothing-to-resume',
    message: t`There is no unfinished run of this experiment with a checkpoint.`,
    hint: t`Name the directory of a run with --run-dir, or train without --resume.`,
    location: { file: experimentFile },
  });
}

function checkUnchanged(experimentFile: string, experiment: Experiment, run: RunInfo): void {
  const changed = experimentChanges(run.experiment, experiment).filter(
    (path) => !changeable.some((allowed) => path === allowed || path.startsWith(`${allowed}.`)),
  );
  if (changed.length === 0) return;
  throw new MtlError({
    kind: 'experiment',
    code: 'experiment-changed',
    message: t`The experiment has changed since the run ${run.id} was started: ${listed(changed)}.`,
    hint: t`Undo the changes (only ${changeable.join(t` and `)} may differ), or start a new run.`,
    location: { file: experimentFile },
  });
}
