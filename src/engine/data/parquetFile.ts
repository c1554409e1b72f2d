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
import {
  holdsPicture,
  isPictureStruct,
  ParquetPictures,
  pictureBytes,
  pictureCell,
  picturePath,
} from './parquetPictures';
import type { PictureStore } from './pictureStore';
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

type Row = Readonly<Record<string, unknown>>;

class ParquetFile implements TableFile {
  constructor(
    readonly path: string,
    readonly columns: readonly string[],
    private readonly file: AsyncBuffer,
    private readonly metadata: FileMetaData,
  ) {}

  async read(onRow: (cells: readonly Cell[]) => unknown): Promise<void> {
    const { path, columns } = this;
    const ofPictures = new Set<string>();
    let row = 0;
    for await (const values of this.rows(columns)) {
      const cells = columns.map((column) => {
        const value = values[column];
        if (holdsPicture(value)) ofPictures.add(column);
        return ofPictures.has(column) && pictureBytes(value)
          ? pictureCell(row)
          : cellOf(value, { file: path, line: row + 1 }, column);
      });
      if (onRow(cells) === false) return;
      row++;
    }
  }

  /** Rows have no lines: the number of the row, from 1, stands for it. */
  locate(row: number): Promise<SourceLocation> {
    return Promise.resolve({ file: this.path, line: row + 1 });
  }

  pictures(column: string): PictureStore {
    return new ParquetPictures(this.path, () => this.values(column));
  }

  private async *values(column: string): AsyncGenerator {
    for await (const row of this.rows([column])) yield row[column];
  }

  /** Row group by row group. */
  private async *rows(columns: readonly string[]): AsyncGenerator<Row> {
    const { path, file, metadata } = this;
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const part = { columns: [...columns], rowStart, rowEnd };
      // Bytes that are said to be no text may be a picture.
      yield* await guarded(path, () =>
        parquetReadObjects({ file, metadata, ...part, compressors, utf8: false }),
      );
      rowStart = rowEnd;
    }
  }
}

function cellOf(value: unknown, location: SourceLocation, column: string): Cell {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return textOf(value);
  if (isScalar(value)) return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return JSON.stringify(value, (_, each: unknown) => plain(each));
  if (isPictureStruct(value)) return picturePath(value);
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

/** JSON knows no large integers, and no bytes. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return textOf(value);
  return typeof value === 'bigint' ? Number(value) : value;
}

/** Older writers do not say that bytes are a text. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
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
