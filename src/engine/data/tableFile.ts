import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceLocation } from '../../shared/errors';
import { openCsv } from './csvFile';
import { openFolder } from './folderTable';
import { openIdx } from './idxFile';
import { openJsonl } from './jsonlFile';
import { openParquet } from './parquetFile';
import type { PictureStore } from './pictureStore';

/** A cell's text; undefined where the row has none. */
export type Cell = string | undefined;

interface Located {
  readonly path: string;
  /** Names of the columns, all different. */
  readonly columns: readonly string[];
  /** Where row `row` (counted from 0) has its cell: line and column of its first character, from 1. */
  locate(row: number, column: string): Promise<SourceLocation>;
  /** The pictures of a column; absent where cells can only name files, relative to the table. */
  pictures?(column: string): PictureStore;
}

/** A table on disk, read as a stream as often as needed. */
export interface TableFile extends Located {
  /**
   * Calls `onRow` for every row, in order, with its cells in the order of `columns`, until that
   * returns false; the array is not kept.
   * @throws MtlError of kind `data` at the row that cannot be read
   */
  read(onRow: (cells: readonly Cell[]) => unknown): Promise<void>;
}

/** Tables of as many rows each, whose columns stand side by side. */
export interface SideBySide extends Located {
  readonly parts: readonly TableFile[];
}

export type Table = TableFile | SideBySide;

/**
 * Opens a table by its extension: `.csv`, `.tsv` or `.jsonl`, each also as `.gz`; `.parquet`; an IDX file
 * (`...-idx3-ubyte`, also as `.gz`); or a folder of pictures.
 * @throws MtlError of kind `data` when it cannot be read, is empty or has no usable header
 */
export async function openTable(path: string): Promise<TableFile> {
  if (/\.jsonl(\.gz)?$/i.test(path)) return openJsonl(path);
  if (/\.parquet$/i.test(path)) return openParquet(path);
  if (/[-.]idx\d[^/\\]*$/i.test(path)) return openIdx(path);
  return (await isFolder(path)) ? openFolder(path) : openCsv(path);
}

/** For people: the names of its files. */
export function tableName(table: Table): string {
  return 'parts' in table ? table.parts.map(tableName).join(' + ') : basename(table.path);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
