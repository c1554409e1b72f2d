import { t } from '../../shared/l10n';
import { CategoryColumn } from './categoryColumn';
import { EitherColumn } from './eitherColumn';
import { NumberColumn, type Numbers } from './numberColumn';
import { dataError } from './dataError';
import { tableName, type Table, type TableFile } from './tableFile';

/** How a column is read; `either` reads it both ways, to decide afterwards. */
export type ReadAs = 'number' | 'category' | 'either';

export interface ColumnRequest {
  readonly column: string;
  readonly as: ReadAs;
}

export interface ReadOptions {
  /** Cell texts that mean "no value". */
  readonly missing: readonly string[];
  /** Told a few times a second how many rows were read. */
  readonly onRows?: ((rows: number) => void) | undefined;
  /** Rows to read at most. */
  readonly mostRows?: number;
}

/** The columns of a table that were asked for, in memory. */
export interface Columns {
  readonly file: Table;
  readonly rows: number;
  /** @throws Error when it was not asked for */
  number(column: string): Numbers;
  /** @throws Error when it was not asked for */
  category(column: string): CategoryColumn;
  /** Gives back most of the memory of numbers in rows before `end`: they are not read again. */
  release(end: number): void;
}

const rowsPerClockReading = 1024;
const millisecondsPerReport = 400;
/** How many different texts are kept of a column that is read as `either`. */
const categoryLimit = 1000;

/**
 * Reads columns of a table, in one pass. A column may be asked for more than once.
 * @throws MtlError of kind `data` at the row that cannot be read, and when tables side by side have
 * different numbers of rows
 */
export async function readColumns(
  table: Table,
  requests: readonly ColumnRequest[],
  options: ReadOptions,
): Promise<Columns> {
  if (!('parts' in table)) return readFile(table, requests, options);
  const parts: Columns[] = [];
  for (const part of table.parts) {
    const own = requests.filter(({ column }) => part.columns.includes(column));
    parts.push(await readFile(part, own, options));
  }
  const [first] = parts;
  const other = parts.find(({ rows }) => rows !== first?.rows);
  if (first && other) throw differentRows(first, other);
  const partOf = (column: string): Columns =>
    found(column, parts[table.parts.findIndex(({ columns }) => columns.includes(column))]);
  return {
    file: table,
    rows: first?.rows ?? 0,
    number: (column) => partOf(column).number(column),
    category: (column) => partOf(column).category(column),
    release: (end) => parts.forEach((part) => part.release(end)),
  };
}

async function readFile(
  file: TableFile,
  requests: readonly ColumnRequest[],
  options: ReadOptions,
): Promise<Columns> {
  const numbers = new Map<string, NumberColumn>();
  const categories = new Map<string, CategoryColumn>();
  const eithers = new Map<string, EitherColumn>();
  for (const { column, as } of requests) {
    if (as === 'number') numbers.set(column, new NumberColumn());
    if (as === 'category') categories.set(column, new CategoryColumn());
    if (as === 'either') eithers.set(column, new EitherColumn(categoryLimit));
  }
  const stores = [...numbers, ...categories, ...eithers].map(([column, store]) => ({
    index: file.columns.indexOf(column),
    store,
  }));
  const missing = new Set(options.missing);
  const longestMissing = Math.max(0, ...options.missing.map(({ length }) => length));
  const isMissing = (cell: string): boolean => cell.length <= longestMissing && missing.has(cell);
  const { mostRows = Infinity } = options;
  let rows = 0;
  let reported = performance.now();
  await file.read((cells) => {
    for (const { index, store } of stores) {
      const cell = cells[index];
      if (cell === undefined || isMissing(cell)) store.pushMissing();
      else store.push(cell);
    }
    rows++;
    if (rows % rowsPerClockReading === 0) {
      const now = performance.now();
      if (now - reported >= millisecondsPerReport) {
        reported = now;
        options.onRows?.(rows);
      }
    }
    return rows < mostRows;
  });
  return {
    file,
    rows,
    number: (column) => found(column, numbers.get(column) ?? eithers.get(column)?.numbers),
    category: (column) => found(column, categories.get(column) ?? eithers.get(column)?.categories),
    release(end) {
      for (const store of [...numbers.values(), ...eithers.values()]) store.release(end);
    },
  };
}

/** The error of a table that has nothing to read. */
export function noRows(table: Table): Error {
  return dataError(
    {
      code: 'no-rows',
      message: t`${tableName(table)} has no rows.`,
      hint: t`There is only a header.`,
    },
    { file: table.path, line: 1 },
  );
}

function differentRows(one: Columns, other: Columns): Error {
  const count = ({ file, rows }: Columns): string => t`${tableName(file)} has ${rows} rows`;
  return dataError(
    {
      code: 'different-rows',
      message: t`${count(one)}, but ${count(other)}.`,
      hint: t`Tables side by side say something of the same rows, in the same order.`,
    },
    { file: other.file.path },
  );
}

function found<Store>(column: string, store: Store | undefined): Store {
  if (store === undefined) throw new Error(`column ${column} was not read`);
  return store;
}
