import { t } from '../../shared/l10n';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dataError } from './dataError';
import { namedPictures } from './pictureStore';
import type { TableFile } from './tableFile';

/**
 * Opens a folder with a subfolder a class as a table: a row a picture (PNG or JPEG), with its path
 * in the folder as `image` and the subfolder's name as `class`.
 * @throws MtlError of kind `data` when there are no such pictures
 */
export async function openFolder(path: string): Promise<TableFile> {
  const rows = await listPictures(path);
  if (rows.length === 0) {
    throw dataError(
      {
        code: 'no-pictures',
        message: t`The folder ${basename(path)} has no pictures in subfolders.`,
        hint: t`A folder as a table has a subfolder a class, with .png and .jpg files.`,
      },
      { file: path },
    );
  }
  return {
    path,
    columns: ['image', 'class'],
    pictures: () => namedPictures(path),
    locate: (row) => Promise.resolve({ file: join(path, rows[row]?.[0] ?? '') }),
    read(onRow) {
      for (const row of rows) if (onRow(row) === false) break;
      return Promise.resolve();
    },
  };
}

/** Pictures and classes, in an order that does not depend on the machine. */
async function listPictures(path: string): Promise<(readonly [image: string, label: string])[]> {
  const rows: (readonly [string, string])[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  const classes = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const label of classes.sort()) {
    const files = await readdir(join(path, label));
    const pictures = files.filter((name) => /\.(png|jpe?g)$/i.test(name));
    rows.push(...pictures.sort().map((name) => [`${label}/${name}`, label] as const));
  }
  return rows;
}
