import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findRun } from './findRun';
import { listRuns, type FoundRun } from './readRun';
import { runFiles } from './runFiles';

/**
 * Finds runs, each once and in the order in which they were started.
 * @param names directories of runs, folders with runs under them, ids of runs under `folder`
 * @throws MtlError of kind `usage` when a name is none of these, of kind `data` when a run that is
 * named cannot be read
 */
export async function findRuns(names: readonly string[], folder: string): Promise<FoundRun[]> {
  const found = new Map<string, FoundRun>();
  for (const name of names) {
    const directory = resolve(folder, name);
    const runs = (await isFolderOfRuns(directory))
      ? (await listRuns(directory)).runs
      : [await findRun(name, folder)];
    for (const run of runs) found.set(run.directory, run);
  }
  return [...found.values()].sort((a, b) => a.run.start.localeCompare(b.run.start));
}

async function isFolderOfRuns(directory: string): Promise<boolean> {
  if (existsSync(runFiles(directory).run)) return false;
  return stat(directory).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
