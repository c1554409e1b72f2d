import type { SourceLocation } from '../../shared/errors';
import { t } from '../../shared/l10n';
import { checkedColumns } from './columnNames';
import { cellPosition } from './csvPosition';
import { MalformedRow, type CsvDialect } from './csvRow';
import { CsvTokenizer } from './csvTokenizer';
import { dataError } from './dataError';
import type { Cell, TableFile } from './tableFile';
import { readError } from './byteStream';
import { readText } from './textStream';

/**
 * Opens a CSV file: cells are separated by tabs in a `.tsv`, otherwise by commas, or by semicolons
 * where the header has no comma.
 */
export async function openCsv(path: string): Promise<TableFile> {
  const dialect = await sniffDialect(path);
  let header: readonly string[] = [];
  await scan(path, dialect, ({ cells }) => {
    header = [...cells];
    return false;
  });
  return new CsvFile(path, checkedColumns(path, header), dialect);
}

async function sniffDialect(path: string): Promise<CsvDialect> {
  const [line = '', lineEnd = '\n'] = (await readStart(path)).split(/(\r\n|\n|\r)/, 2);
  const comma = line.includes(';') && !line.includes(',') ? ';' : ',';
  return {
    delimiter: /\.tsv(\.gz)?$/i.test(path) ? '\t' : comma,
    lineEnd: lineEnd === '\r' ? '\r' : '\n',
  };
}

async function readStart(path: string): Promise<string> {
  try {
    for await (const piece of readText(path)) return piece;
    return '';
  } catch (error) {
    throw readError(path, error);
  }
}

class CsvFile implements TableFile {
  constructor(
    readonly path: string,
    readonly columns: readonly string[],
    private readonly dialect: CsvDialect,
  ) {}

  async read(onRow: (cells: readonly Cell[]) => unknown): Promise<void> {
    const width = this.columns.length;
    let isHeader = true;
    const take = (row: CsvTokenizer): boolean => {
      if (!isHeader && row.cells.length !== width) {
        throw raggedRow(row.cells.length, width, this.place(row, 0));
      }
      const goesOn = isHeader || onRow(row.cells) !== false;
      isHeader = false;
      return goesOn;
    };
    await scan(this.path, this.dialect, take);
  }

  async locate(row: number, column: string): Promise<SourceLocation> {
    let location: SourceLocation = { file: this.path };
    let current = -1;
    await scan(this.path, this.dialect, (record) => {
      if (current++ !== row) return true;
      location = this.place(record, this.columns.indexOf(column));
      return false;
    });
    return location;
  }

  private place({ raw, line }: CsvTokenizer, field: number): SourceLocation {
    return { file: this.path, ...cellPosition(raw, field, this.dialect.delimiter, line) };
  }
}

/** Hands the rows of a file, its header first, to `onRow` until that returns false. */
async function scan(
  path: string,
  dialect: CsvDialect,
  onRow: (row: CsvTokenizer) => boolean,
): Promise<void> {
  const tokenizer = new CsvTokenizer(dialect, onRow);
  try {
    for await (const piece of readText(path)) if (!tokenizer.push(piece)) return;
    tokenizer.finish();
  } catch (error) {
    if (!(error instanceof MalformedRow)) throw readError(path, error);
    throw dataError(
      {
        code: 'malformed-csv',
        message: error.message,
        hint: t`A cell with double quotes is written "a ""quoted"" word".`,
      },
      { file: path, line: tokenizer.line, column: 1 },
    );
  }
}

function raggedRow(cells: number, columns: number, location: SourceLocation): Error {
  return dataError(
    {
      code: 'wrong-cell-count',
      message: t`This row has ${cells} cells; the header has ${columns}.`,
      hint: t`A cell that holds the separator or a line end must stand in double quotes.`,
    },
    location,
  );
}
