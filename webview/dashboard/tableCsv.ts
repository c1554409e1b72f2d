import type { Column } from './columns';
import type { RunRow } from './runRows';

/** The table as a file of comma-separated values, a line a row, numbers in full. */
export function tableCsv(rows: readonly RunRow[], columns: readonly Column[]): string {
  const head = columns.flatMap((column) => column.file.titles);
  const lines = rows.map((row) => [
    row.name,
    row.runs.map(({ run }) => run.id).join(' '),
    ...columns.flatMap((column) => column.file.values(row)),
  ]);
  return [['run', 'id', ...head], ...lines]
    .map((cells) => `${cells.map(csvCell).join(',')}\n`)
    .join('');
}

/** As RFC 4180 says; a number that is not one is left empty. */
function csvCell(value: string | number): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
