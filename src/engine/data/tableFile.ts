import type { SourceLocation } from '../../shared/errors';
import { openCsv } from './csvFile';
import { openJsonl } from './jsonlFile';
import { openParquet } from './parquetFile';

/** A cell's text; undefined where the row has none. */
export type Cell = string | undefined;

/** A table on disk, read as a stream as often as needed. */
export interface TableFile {
  readonly path: string;
  /** Names of the columns, all different. */
  readonly columns: readonly string[];
  /**
   * Calls `onRow` for every row, in order, with its cells in the order of `columns`, until that
   * returns false; the array is not kept.
   * @throws MtlError of kind `data` at the row that cannot be read
   */
  read(onRow: (cells: readonly Cell[]) => unknown): Promise<void>;
  /** Where row `row` (counted from 0) has its cell: line and column of its first character, from 1. */
  locate(row: number, column: string): Promise<SourceLocation>;
}

/**
 * Opens a table by its extension: `.csv`, `.tsv` or `.jsonl`, each also as `.gz`, or `.parquet`.
 * @throws MtlError of kind `data` when it cannot be read, is empty or has no usable header
 */
export async function openTable(path: string): Promise<TableFile> {
  if (/\.parquet$/i.test(path)) return openParquet(path);
  return /\.jsonl(\.gz)?$/i.test(path) ? openJsonl(path) : openCsv(path);
}
