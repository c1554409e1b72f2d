import { CategoryColumn } from './categoryColumn';
import { NumberColumn } from './numberColumn';
import type { TableFile } from './tableFile';

/** How a column is read; `either` reads it both ways, to decide afterwards. */
export type ReadAs = 'number' | 'category' | 'either';

export interface ColumnRequest {
  readonly column: string;
  readonly as: ReadAs;
}

export interface ReadOptions {
  /** Cell texts that mean "no value". */
  readonly missing: readonly string[];
  /** How many different texts are kept of a column that is read as `either`. */
  readonly categoryLimit?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told now and then how many rows were read. */
  readonly onRows?: ((rows: number) => void) | undefined;
}

/** The columns of a table that were asked for, in memory. */
export interface Columns {
  readonly file: TableFile;
  readonly rows: number;
  /** @throws Error when it was not asked for */
  number(column: string): NumberColumn;
  /** @throws Error when it was not asked for */
  category(column: string): CategoryColumn;
}

const rowsPerReport = 100_000;
export const defaultCategoryLimit = 1000;

/**
 * Reads columns of a table, in one pass. A column may be asked for more than once.
 * @throws MtlError of kind `data` at the row that cannot be read
 */
export async function readColumns(
  file: TableFile,
  requests: readonly ColumnRequest[],
  options: ReadOptions,
): Promise<Columns> {
  const numbers = new Map<string, NumberColumn>();
  const categories = new Map<string, CategoryColumn>();
  for (const { column, as } of requests) {
    if (as !== 'category' && !numbers.has(column)) numbers.set(column, new NumberColumn());
    if (as === 'category') categories.set(column, new CategoryColumn());
    if (as === 'either' && !categories.has(column)) {
      categories.set(column, new CategoryColumn(options.categoryLimit ?? defaultCategoryLimit));
    }
  }
  const stores = [...numbers, ...categories].map(([column, store]) => ({
    index: file.columns.indexOf(column),
    store,
  }));
  const missing = new Set(options.missing);
  let rows = 0;
  await file.read((cells) => {
    for (const { index, store } of stores) {
      const cell = cells[index];
      if (cell === undefined || missing.has(cell)) store.pushMissing();
      else store.push(cell);
    }
    if (++rows % rowsPerReport === 0) options.onRows?.(rows);
  }, options.signal);
  return {
    file,
    rows,
    number: (column) => found(numbers, column),
    category: (column) => found(categories, column),
  };
}

function found<Store>(stores: ReadonlyMap<string, Store>, column: string): Store {
  const store = stores.get(column);
  if (!store) throw new Error(`column ${column} was not read`);
  return store;
}
