import type { Column, SortValue } from './columns';
import type { RunRow } from './runRows';

/** How the table is sorted. */
export interface Sorting {
  /** Id of a column; empty for the order in which the runs were started. */
  readonly column: string;
  readonly descending: boolean;
}

/** A row as it stands in the table. */
export interface ShownRow {
  readonly row: RunRow;
  /** Whether it is one of the runs of the group above it. */
  readonly isMember: boolean;
}

/** The rows that have every word of the filter. */
export function foundRows(rows: readonly RunRow[], filter: string): readonly RunRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => words.every((word) => row.words.includes(word)));
}

/** The rows sorted, with the runs of the groups that are unfolded. */
export function shownRows(
  rows: readonly RunRow[],
  sorting: Sorting,
  columns: readonly Column[],
  expanded: readonly string[],
): readonly ShownRow[] {
  const open = new Set(expanded);
  return sortRows(rows, sorting, columns).flatMap((row) => [
    { row, isMember: false },
    ...(open.has(row.key) ? row.members.map((member) => ({ row: member, isMember: true })) : []),
  ]);
}

function sortRows(
  rows: readonly RunRow[],
  { column: id, descending }: Sorting,
  columns: readonly Column[],
): readonly RunRow[] {
  const column = columns.find((each) => each.id === id);
  if (!column) return rows;
  const keyed = rows.map((row) => ({ row, value: column.sortValue(row) }));
  keyed.sort((a, b) => compareValues(a.value, b.value, descending));
  return keyed.map(({ row }) => row);
}

/** What has no value comes last, however it is sorted. */
function compareValues(a: SortValue, b: SortValue, descending: boolean): number {
  const [noA, noB] = [Number.isNaN(a), Number.isNaN(b)];
  if (noA || noB) return Number(noA) - Number(noB);
  const order =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), 'en', { numeric: true });
  return descending ? -order : order;
}
