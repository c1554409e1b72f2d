import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { messageOf } from '../../shared/errors';
import type { SourceLocation } from '../../shared/errors';
import { checkedColumns } from './columnNames';
import { dataError } from './dataError';
import type { Cell, TableFile } from './tableFile';
import { readError } from './byteStream';
import { t } from '../../shared/l10n';

/** Opens an Apache Parquet file; its columns are the fields of its schema. */
export async function openParquet(path: string): Promise<TableFile> {
  const file = await asyncBufferFromFile(path).catch((error: unknown) => {
    throw readError(path, error);
  });
  const metadata = await guarded(path, () => parquetMetadataAsync(file));
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  return new ParquetFile(path, checkedColumns(path, names), file, metadata);
}

class ParquetFile implements TableFile {
  constructor(
    readonly path: string,
    readonly columns: readonly string[],
    private readonly file: AsyncBuffer,
    private readonly metadata: FileMetaData,
  ) {}

  /** Row group by row group. */
  async read(onRow: (cells: readonly Cell[]) => unknown): Promise<void> {
    const { path, file, metadata, columns } = this;
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await guarded(path, () =>
        parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors }),
      );
      for (const [index, row] of rows.entries()) {
        const cells = columns.map((column) =>
          cellOf(row[column], { file: path, line: rowStart + index + 1 }, column),
        );
        if (onRow(cells) === false) return;
      }
      rowStart = rowEnd;
    }
  }

  /** Rows have no lines: the number of the row, from 1, stands for it. */
  locate(row: number): Promise<SourceLocation> {
    return Promise.resolve({ file: this.path, line: row + 1 });
  }
}

function cellOf(value: unknown, location: SourceLocation, column: string): Cell {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (isScalar(value)) return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return JSON.stringify(value, (_, each: unknown) => plain(each));
  throw dataError(
    {
      code: 'nested-value',
      message: t`'${column}' holds an object.`,
      hint: t`A value is a number, a text, true, false, a date, or a list of tokens or labels.`,
    },
    location,
  );
}

function isScalar(value: unknown): value is number | bigint | boolean {
  return ['number', 'bigint', 'boolean'].includes(typeof value);
}

/** JSON knows no large integers. */
function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

async function guarded<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw dataError(
      {
        code: 'bad-parquet',
        message: t`Cannot read the file as Parquet: ${messageOf(error)}.`,
        hint: t`The file is damaged, or is none.`,
      },
      { file: path },
    );
  }
}
