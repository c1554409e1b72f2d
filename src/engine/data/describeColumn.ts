import { t } from '../../shared/l10n';
import type { CategoryColumn } from './categoryColumn';
import type { Numbers } from './numberColumn';

/** What a column holds, judged by all of its cells. */
export interface ColumnDescription {
  readonly type: 'number' | 'category' | 'constant' | 'identifier';
  /** Why the column is no feature, to go on "… has"; undefined when it is one. */
  readonly reason?: string;
}

/** A column with at least this share of numbers among its values is meant to be numbers. */
const numberShare = 0.9;
/** Fewer rows cannot show that a column counts them. */
const fewestCountedRows = 20;

/**
 * Judges a column that was read both ways: numbers, or categories. What has one value only, counts
 * the rows, or differs in most of them tells a model nothing.
 */
export function describeColumn(numbers: Numbers, texts: CategoryColumn): ColumnDescription {
  const { rows, missing, invalidCount } = numbers;
  const present = rows - missing;
  if (present === 0) return { type: 'constant', reason: t`no value at all` };
  if (!texts.isOverfull && texts.texts.length === 1) {
    return { type: 'constant', reason: t`one value only` };
  }
  if (present - invalidCount < numberShare * present) return describeTexts(texts);
  return countsRows(numbers)
    ? { type: 'identifier', reason: t`the number of the row` }
    : { type: 'number' };
}

/** Judges a column of texts with more than one value. */
export function describeTexts({
  texts,
  codes,
  missing,
  isOverfull,
}: CategoryColumn): ColumnDescription {
  const distinct = texts.length;
  if (isOverfull) return { type: 'identifier', reason: t`more than ${distinct} different texts` };
  const present = codes.length - missing;
  const differs = distinct === present ? distinct >= 5 : distinct > 20 && distinct > present / 2;
  return differs
    ? { type: 'identifier', reason: t`a different text in nearly every row` }
    : { type: 'category' };
}

function countsRows(numbers: Numbers): boolean {
  if (numbers.rows < fewestCountedRows) return false;
  const first = numbers.at(0);
  if (!Number.isInteger(first)) return false;
  for (let row = 0; row < numbers.rows; row++) if (numbers.at(row) !== first + row) return false;
  return true;
}
