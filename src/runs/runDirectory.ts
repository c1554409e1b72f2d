import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MtlError } from '../shared/errors';
import { t } from '../shared/l10n';
import { fileNameOf } from './fileNames';

/** Folder of the runs of the experiments in `folder`. */
export function runsFolder(folder: string): string {
  return join(folder, '.mtl', 'runs');
}

/** `<experiment>-<yyyyMMdd-HHmmss>-<4 hex>`, in local time, usable as a folder name everywhere. */
export function newRunId(experimentName: string, now = new Date()): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return `${fileNameOf(experimentName)}-${date}-${time}-${randomBytes(2).toString('hex')}`;
}

/**
 * Creates the directory of a new run: `given`, or one of its own beside the experiment file.
 * @throws MtlError of kind `usage` when `given` holds files already
 */
export async function createRunDirectory(
  experimentFile: string,
  id: string,
  given?: string,
): Promise<string> {
  const directory = given ?? join(runsFolder(dirname(experimentFile)), id);
  await mkdir(directory, { recursive: true });
  if ((await readdir(directory)).length > 0) {
    throw new MtlError({
      kind: 'usage',
      code: 'run-directory-in-use',
      message: t`The run directory ${directory} is not empty.`,
      hint: t`Name a new directory, or continue the run in it with --resume.`,
    });
  }
  return directory;
}
