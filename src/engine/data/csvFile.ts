import { pipeline } from 'node:stream';
import { pipeline as run } from 'node:stream/promises';
import { CsvError, parse, type Options, type Parser } from 'csv-parse';
import type { SourceLocation } from '../../shared/errors';
import { checkedColumns } from './columnNames';
import { cellPosition } from './csvPosition';
import { dataError } from './dataError';
import type { Cell, TableFile } from './tableFile';
import { openBytes, readError, readLines } from './textStream';

/** RFC 4180, spaces around cells left out; a line with nothing on it is no row. */
const dialect = {
  bom: true,
  trim: true,
  skip_empty_lines: true,
  relax_column_count: true,
} satisfies Options;

/**
 * Opens a CSV file: cells are separated by tabs in a `.tsv`, otherwise by commas, or by semicolons
 * where the header has no comma.
 */
export async function openCsv(path: string): Promise<TableFile> {
  try {
    const delimiter = /\.tsv(\.gz)?$/i.test(path) ? '\t' : await sniffDelimiter(path);
    const columns = checkedColumns(path, await readHeader(path, delimiter));
    return new CsvFile(path, columns, delimiter);
  } catch (error) {
    throw readError(path, error);
  }
}

async function sniffDelimiter(path: string): Promise<string> {
  for await (const line of readLines(path)) {
    return line.includes(';') && !line.includes(',') ? ';' : ',';
  }
  return ',';
}

async function readHeader(path: string, delimiter: string): Promise<readonly string[]> {
  const header = pipeline(openBytes(path), parse({ ...dialect, delimiter, to: 1 }), noCallback);
  for await (const names of header as AsyncIterable<readonly string[]>) return names;
  return [];
}

class CsvFile implements TableFile {
  constructor(
    readonly path: string,
    readonly columns: readonly string[],
    private readonly delimiter: string,
  ) {}

  async read(onRow: (cells: readonly Cell[]) => void, signal?: AbortSignal): Promise<void> {
    let record = -1;
    const parser = this.parser({
      on_record: (cells: readonly string[]) => {
        if (++record === 0) return null;
        if (cells.length !== this.columns.length) throw new RaggedRow(cells.length);
        onRow(cells);
        return null;
      },
    });
    try {
      parser.resume();
      await run(openBytes(this.path), parser, signal ? { signal } : {});
    } catch (error) {
      if (error instanceof RaggedRow)
        throw this.raggedRow(error.cells, await this.place(record, 0));
      if (error instanceof CsvError) throw this.malformed(error, await this.place(record + 1, 0));
      throw readError(this.path, error);
    }
  }

  locate(row: number, column: string): Promise<SourceLocation> {
    return this.place(row + 1, this.columns.indexOf(column));
  }

  /** Where record `record` (0 is the header) has field `field`; its start when it cannot be parsed. */
  private async place(record: number, field: number): Promise<SourceLocation> {
    let current = 0;
    let line = 1;
    let position: { line: number; column: number } | undefined;
    const parser = this.parser({
      raw: true,
      on_record: (_cells, { raw = '' }) => {
        if (current++ === record) position = cellPosition(raw, field, this.delimiter, line);
        line += raw.split('\n').length - 1;
        return null;
      },
    });
    try {
      parser.resume();
      await run(openBytes(this.path), parser);
    } catch (error) {
      if (!(error instanceof CsvError)) throw readError(this.path, error);
    }
    return { file: this.path, ...(position ?? { line, column: 1 }) };
  }

  private parser(options: Options): Parser {
    return parse({ ...dialect, delimiter: this.delimiter, ...options });
  }

  private raggedRow(cells: number, location: SourceLocation): Error {
    return dataError(
      {
        code: 'wrong-cell-count',
        message: `This row has ${cells} cells; the header has ${this.columns.length}.`,
        hint: 'A cell that holds the separator or a line end must stand in double quotes.',
      },
      location,
    );
  }

  private malformed({ code }: CsvError, location: SourceLocation): Error {
    const reasons: Partial<Record<string, string>> = {
      CSV_QUOTE_NOT_CLOSED: 'A double quote in this row is never closed.',
      CSV_MAX_RECORD_SIZE: 'This row is longer than 128,000 characters; a quote may not be closed.',
    };
    return dataError(
      {
        code: 'malformed-csv',
        message: reasons[code] ?? 'A double quote in this row stands where none may be.',
        hint: 'A cell with double quotes is written "a ""quoted"" word".',
      },
      location,
    );
  }
}

/** A record whose number of cells is not that of the header. */
class RaggedRow extends Error {
  constructor(readonly cells: number) {
    super('ragged row');
  }
}

/** Errors of the streams are thrown where the last of them is read. */
function noCallback(): void {
  return;
}
