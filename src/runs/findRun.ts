import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { MtlError } from '../shared/errors';
import { t } from '../shared/l10n';
import { suggest } from '../shared/nearest';
import { listRuns, readRun, type FoundRun } from './readRun';
import { runFiles } from './runFiles';

/**
 * Finds a run by its directory, or by its id among the runs under a folder.
 * @throws MtlError of kind `usage` when there is none, of kind `data` when it cannot be read
 */
export async function findRun(run: string, folder: string): Promise<FoundRun> {
  const directory = resolve(folder, run);
  if (existsSync(runFiles(directory).run)) return { directory, run: await readRun(directory) };
  const { runs } = await listRuns(folder);
  const found = runs.find(({ run: { id } }) => id === run);
  if (found) return found;
  const ids = runs.map(({ run: { id } }) => id);
  throw new MtlError({
    kind: 'usage',
    code: 'run-not-found',
    message: t`There is no run '${run}', neither as a directory nor as the id of a run under ${resolve(folder)}.`,
    hint:
      ids.length > 0
        ? suggest(run, ids, t`Runs`)
        : t`mtl-lab runs DIR lists the runs under a folder with their ids.`,
  });
}
