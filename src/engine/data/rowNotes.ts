import { basename } from 'node:path';
import { t } from '../../shared/l10n';
import type { Columns } from './readColumns';

/** Rows of which a person should know something: how many there are, and where the first one is. */
export class RowNotes {
  private rows = 0;
  private first: number | undefined;
  private found = '';

  get count(): number {
    return this.rows;
  }

  /** For people, after {@link locate}: `boxes.csv, line 8`. */
  get place(): string {
    return this.found;
  }

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
}
