import { basename } from 'node:path';
import { t } from '../../shared/l10n';
import { formatCount } from '../../shared/numberText';
import type { Columns } from './readColumns';

/** Rows of which a person should know something: how many there are, and where the first one is. */
export class RowNotes {
  private rows = 0;
  private first: number | undefined;
  private found = '';

  /** @param row of the table, counted from 0 */
  note(row: number): void {
    this.rows++;
    this.first ??= row;
  }

  /** Finds the place of the first row; of the table that it was noted of. */
  async locate({ file }: Columns, column: string): Promise<void> {
    if (this.first === undefined || this.found !== '') return;
    const { file: path, line = this.first + 1 } = await file.locate(this.first, column);
    this.found = t`${basename(path)}, line ${line}`;
  }

  /**
   * What to say of them, after {@link locate}; nothing where there are none.
   * @param sentence of the place of the first, `boxes.csv, line 8`, and of how many there are
   */
  told(sentence: (place: string, rows: string) => string): readonly string[] {
    return this.rows > 0 ? [sentence(this.found, formatCount(this.rows))] : [];
  }
}
