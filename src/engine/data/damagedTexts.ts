import { t } from '../../shared/l10n';
import { formatCount } from '../../shared/numberText';
import type { Columns } from './readColumns';
import { RowNotes } from './rowNotes';

/** What stands where bytes were no UTF-8, and what no text has. */
const damage = /[\uFFFD\0]/;

/** Whether a text was in another encoding, or has NUL. */
export function isDamaged(text: string): boolean {
  return damage.test(text);
}

/** What to say of the rows of a column whose texts are damaged. @param all how many rows it has */
export function toldDamage(damaged: RowNotes, column: string, all: string): readonly string[] {
  return damaged.told(
    (place, rows) =>
      t`'${column}' has NUL or bytes that are not UTF-8 text, first in ${place}, in ${rows} of ${all} rows.`,
  );
}

/**
 * Sentences about columns of categories or labels with texts that are not UTF-8: different ones may
 * have become the same.
 */
export async function damagedTexts(
  columns: Columns,
  names: readonly string[],
): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const name of new Set(names)) {
    const { codes, texts } = columns.category(name);
    const damaged = new Set(texts.flatMap((text, code) => (isDamaged(text) ? [code] : [])));
    if (damaged.size === 0) continue;
    const notes = new RowNotes();
    codes.forEach((code, row) => damaged.has(code) && notes.note(row));
    await notes.locate(columns, name);
    warnings.push(...toldDamage(notes, name, formatCount(columns.rows)));
  }
  return warnings;
}
