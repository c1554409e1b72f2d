import type { FeatureSpec } from '../../shared/experiment';
import { noCategory } from '../data/categoryColumn';
import type { Columns } from '../data/readColumns';

/** The values of a column in few groups. */
export interface Bins {
  readonly count: number;
  /** The group of a row, by its position among the chosen rows. */
  readonly at: (position: number) => number;
}

const numberBins = 32;

/**
 * Groups the values of a column: by category, or numbers by 32 ranges with as many rows each.
 * Missing values are a group of their own.
 * @param rows the chosen rows
 */
export function binsOf(
  columns: Columns,
  column: string,
  type: FeatureSpec['type'],
  rows: Int32Array,
): Bins {
  if (type === 'category') {
    const { codes, texts } = columns.category(column);
    const bins = Int32Array.from(rows, (row) => (codes[row] ?? noCategory) + 1);
    return { count: texts.length + 1, at: (position) => bins[position] ?? 0 };
  }
  const numbers = columns.number(column);
  const values = Float64Array.from(rows, (row) => numbers.at(row));
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = Float64Array.from(
    { length: numberBins - 1 },
    (_, index) => known[Math.floor(((index + 1) * known.length) / numberBins)] ?? Number.NaN,
  );
  const bins = Int32Array.from(values, (value) =>
    Number.isNaN(value) ? 0 : 1 + edges.filter((edge) => edge <= value).length,
  );
  return { count: numberBins + 1, at: (position) => bins[position] ?? 0 };
}
