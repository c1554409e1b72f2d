import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';

/** @throws MtlError of kind `usage` when a file of one of the names is in the folder */
export function requireFree(folder: string, names: readonly string[]): void {
  const taken = names.filter((name) => existsSync(join(folder, name)));
  if (taken.length === 0) return;
  throw new MtlError({
    kind: 'usage',
    code: 'file-exists',
    message: t`There is already a ${taken.join(t` and a `)} in ${folder}.`,
    hint: t`Choose another folder; nothing was changed.`,
  });
}

/** Writes a file that is not there yet. @returns its path @throws MtlError of kind `usage` */
export async function writeNewFile(folder: string, name: string, text: string): Promise<string> {
  requireFree(folder, [name]);
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, text, { flag: 'wx' });
  return path;
}
