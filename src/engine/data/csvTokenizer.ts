import { t } from '../../shared/l10n';
import { CsvRow, MalformedRow, type CsvDialect } from './csvRow';

const longestRow = 2 ** 24;

/**
 * Splits the text of a CSV file into rows as it arrives; a line with nothing on it is no row. A row
 * is read as a whole: one that has not ended yet is read again when more text is there.
 */
export class CsvTokenizer {
  /** Line of the file on which the row starts, from 1. */
  line = 1;
  private readonly row: CsvRow;
  private text = '';
  private start = 0;
  private wantedLength = 0;

  /** @param onRow called for every row, the header too; returns whether to go on */
  constructor(
    dialect: CsvDialect,
    private readonly onRow: (row: CsvTokenizer) => boolean,
  ) {
    this.row = new CsvRow(dialect);
  }

  /** Cells of the row; the array is used again for the next one. */
  get cells(): readonly string[] {
    return this.row.cells;
  }

  /** The row as it stands in the file. */
  get raw(): string {
    return this.text.slice(this.start, this.row.end);
  }

  /**
   * Takes the next piece of the file.
   * @returns whether to go on
   * @throws MalformedRow in the row that starts on `line`
   */
  push(piece: string): boolean {
    this.text += piece;
    // Reading again only at twice the text keeps the time linear in the length of a row.
    return this.text.length < this.wantedLength || this.readRows(false);
  }

  /** Takes the end of the file. @throws MalformedRow */
  finish(): void {
    this.readRows(true);
  }

  private readRows(isLast: boolean): boolean {
    const { row, text } = this;
    this.start = 0;
    while (this.start < text.length && row.read(text, this.start, isLast)) {
      if (!this.isBlank() && !this.onRow(this)) return false;
      this.line += row.lines;
      this.start = row.end + 1;
    }
    this.text = text.slice(this.start);
    this.wantedLength = 2 * this.text.length;
    if (this.text.length <= longestRow) return true;
    throw new MalformedRow(
      t`This row is longer than ${longestRow.toLocaleString('en')} characters; a quote may not be closed.`,
    );
  }

  private isBlank(): boolean {
    return this.cells.length === 1 && this.cells[0] === '' && this.raw.trim() === '';
  }
}
