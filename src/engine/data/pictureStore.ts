import { t } from '../../shared/l10n';
import { open, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  decodePicture,
  PictureProblem,
  pictureSize,
  type DecodeOptions,
  type Picture,
  type PictureSize,
} from './picture';
import type { Table } from './tableFile';

/** The pictures of a column, by the texts of its cells. */
export interface PictureStore {
  /** @throws PictureProblem when it cannot be read */
  readonly size: (cell: string) => Promise<PictureSize>;
  /** @throws PictureProblem when it cannot be read */
  readonly read: (cell: string, options?: DecodeOptions) => Promise<Picture>;
  /** What to do about a cell without a picture, where naming a file is not the way. */
  readonly missingHint?: string;
}

/** Bytes of a picture's file; one of more is not read. */
const mostBytes = 2 ** 28;
/** Bytes that are read to find a picture's size: a photograph may have a small one before it. */
const headBytes = 2 ** 18;

/** The pictures that a column of a table holds, or whose files it names, relative to the table. */
export function picturesOf(table: Table, column: string): PictureStore {
  return table.pictures?.(column) ?? namedPictures(dirname(table.path));
}

/** Pictures in files of their own, named relative to a folder. */
export function namedPictures(folder: string): PictureStore {
  return {
    size: (cell) => withFile(resolve(folder, cell), readHead),
    read: (cell, options) =>
      withFile(resolve(folder, cell), async (path) =>
        decodePicture(await readWhole(path), options),
      ),
  };
}

async function withFile<Result>(
  path: string,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(path);
  } catch (error) {
    if (error instanceof PictureProblem) throw error;
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new PictureProblem(
      isGone ? t`is not there` : t`cannot be read`,
      t`The file would be ${path}. Names are relative to the table that has them.`,
    );
  }
}

async function readHead(path: string): Promise<PictureSize> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return pictureSize(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

async function readWhole(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size <= mostBytes) return readFile(path);
  throw new PictureProblem(t`is too large a file`, t`A picture has at most 256 MiB.`);
}
