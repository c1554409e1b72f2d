import { t } from '../../shared/l10n';

/** How the cells and rows of a CSV file are told apart; each a single character. */
export interface CsvDialect {
  readonly delimiter: string;
  /** What ends a row; the carriage return of a CRLF counts as a space before it. */
  readonly lineEnd: '\n' | '\r';
}

/** A row that no reading makes sense of; the message says why. */
export class MalformedRow extends Error {}

const quote = 0x22;

/** Reads single rows of CSV text (RFC 4180), spaces around cells left out. */
export class CsvRow {
  /** Cells of the row read last; the array is used again for the next one. */
  readonly cells: string[] = [];
  /** Lines that the row takes. */
  lines = 1;
  /** Where the row ended, its line end left out. */
  end = 0;
  private readonly delimiter: number;
  private readonly lineEnd: number;

  constructor(private readonly dialect: CsvDialect) {
    this.delimiter = dialect.delimiter.charCodeAt(0);
    this.lineEnd = dialect.lineEnd.charCodeAt(0);
  }

  /**
   * Reads the row that starts at `start`.
   * @param isLast nothing comes after `text`
   * @returns whether the row ends in `text`
   * @throws MalformedRow
   */
  read(text: string, start: number, isLast: boolean): boolean {
    const { cells, delimiter, lineEnd } = this;
    const { length } = text;
    let count = 0;
    this.lines = 1;
    for (let at = start; ; at++) {
      const from = this.skipSpaces(text, at);
      let code = text.charCodeAt(from);
      if (code === quote) {
        at = this.readQuoted(text, from, count++, isLast);
        code = text.charCodeAt(at);
      } else {
        at = from;
        while (at < length && code !== delimiter && code !== lineEnd) {
          if (code === quote) throw misplacedQuote();
          code = text.charCodeAt(++at);
        }
        let to = at;
        while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
        cells[count++] = text.slice(from, to);
      }
      if (at >= length && !isLast) return false;
      if (at >= length || code === lineEnd) {
        cells.length = count;
        this.end = at;
        return true;
      }
    }
  }

  /** Reads the cell whose quote opens at `from`. @returns where its delimiter or line end is */
  private readQuoted(text: string, from: number, index: number, isLast: boolean): number {
    let closing = text.indexOf('"', from + 1);
    while (closing !== -1 && text.charCodeAt(closing + 1) === quote) {
      closing = text.indexOf('"', closing + 2);
    }
    if (closing === -1) {
      if (isLast) throw new MalformedRow(t`A double quote in this row is never closed.`);
      return text.length;
    }
    const cell = text.slice(from + 1, closing);
    this.cells[index] = cell.includes('"') ? cell.replaceAll('""', '"') : cell;
    this.lines += cell.split(this.dialect.lineEnd).length - 1;
    const after = this.skipSpaces(text, closing + 1);
    const code = text.charCodeAt(after);
    const isEnd = after >= text.length || code === this.delimiter || code === this.lineEnd;
    if (!isEnd) throw misplacedQuote();
    return after;
  }

  private skipSpaces(text: string, from: number): number {
    let at = from;
    let code = text.charCodeAt(at);
    while (isSpace(code) && code !== this.delimiter && code !== this.lineEnd) {
      code = text.charCodeAt(++at);
    }
    return at;
  }
}

/** Space, tab, line feed, form feed or carriage return. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d;
}

function misplacedQuote(): MalformedRow {
  return new MalformedRow(t`A double quote in this row stands where none may be.`);
}
