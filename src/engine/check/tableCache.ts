import { stat } from 'node:fs/promises';
import type { TableSummary } from '../../shared/scaffold';
import { inspectColumn } from '../data/inspectTable';
import { readColumns, type Columns } from '../data/readColumns';
import { openSideBySide } from '../data/sideBySide';
import type { Table } from '../data/tableFile';

/** The first rows of a table, in memory. */
export interface TableSample {
  /** Every column, read as numbers and as categories. */
  readonly columns: Columns;
  readonly summary: TableSummary;
}

/** Enough to judge a column by, and read within a second. */
const mostRows = 100_000;
const mostTables = 4;

interface OpenedTable {
  /** Size and time of the file; another one is another file. */
  readonly stamp: string;
  readonly table: Promise<Table>;
}
interface KeptSample {
  readonly missing: string;
  readonly sample: Promise<TableSample>;
}

/** Tables that were read, as long as their files do not change. */
export class TableCache {
  private readonly opened = new Map<string, OpenedTable>();
  private readonly samples = new WeakMap<Table, KeptSample>();

  /** As {@link openSideBySide}. @throws MtlError of kind `data` when it is no table */
  readonly open = async (paths: readonly string[]): Promise<Table> => {
    const stamp = (await Promise.all(paths.map(stampOf))).join();
    const key = JSON.stringify(paths);
    const known = this.opened.get(key);
    if (known?.stamp === stamp) return known.table;
    const table = openSideBySide(paths);
    this.opened.delete(key);
    this.opened.set(key, { stamp, table });
    const [oldest] = this.opened.keys();
    if (oldest !== undefined && this.opened.size > mostTables) this.opened.delete(oldest);
    return table;
  };

  /**
   * Reads the first 100,000 rows.
   * @param missing cell texts that mean "no value"
   * @throws MtlError of kind `data` at the row that cannot be read
   */
  async sample(table: Table, missing: readonly string[]): Promise<TableSample> {
    const key = JSON.stringify(missing);
    const kept = this.samples.get(table);
    if (kept?.missing === key) return kept.sample;
    const sample = readSample(table, missing);
    this.samples.set(table, { missing: key, sample });
    return sample;
  }
}

/** A file that cannot be looked at has no stamp; opening it says why. */
async function stampOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    return `${size} ${mtimeMs}`;
  } catch {
    return 'none';
  }
}

async function readSample(table: Table, missing: readonly string[]): Promise<TableSample> {
  const requests = table.columns.map((column) => ({ column, as: 'either' as const }));
  // One row more tells whether there are more.
  const columns = await readColumns(table, requests, { missing, mostRows: mostRows + 1 });
  return {
    columns,
    summary: {
      file: table.path,
      rows: Math.min(columns.rows, mostRows),
      isWhole: columns.rows <= mostRows,
      columns: table.columns.map((name) => inspectColumn(name, columns).summary),
    },
  };
}
