import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { t } from '../shared/l10n';
import { assertEnded, readRun } from './readRun';

/** How long deleted runs can be brought back, in milliseconds. */
const keptFor = 7 * 24 * 3600 * 1000;

/**
 * Moves a run directory to `.mtl/trash`, from which those go for good that were moved there more
 * than a week ago.
 * @returns its place there
 * @throws MtlError of kind `usage` when the run is going on, of kind `data` when it is not a run
 */
export async function trashRun(directory: string): Promise<string> {
  assertEnded(await readRun(directory), t`Stop it first.`);
  const trash = join(dirname(dirname(directory)), 'trash');
  await mkdir(trash, { recursive: true });
  await removeOld(trash);
  const place = join(trash, basename(directory));
  await rename(directory, place);
  const now = new Date();
  await utimes(place, now, now);
  return place;
}

/** Brings a run back. @throws Error of the file system when its directory is there again */
export async function restoreRun(place: string, directory: string): Promise<void> {
  await rename(place, directory);
}

async function removeOld(trash: string): Promise<void> {
  for (const name of await readdir(trash)) {
    const place = join(trash, name);
    const age = Date.now() - (await stat(place)).mtimeMs;
    if (age > keptFor) await rm(place, { recursive: true, force: true, maxRetries: 3 });
  }
}
