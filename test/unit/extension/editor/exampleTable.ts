import type { ColumnSummary, TableSummary } from '../../../../src/shared/scaffold';

/** A table of 14 rows with these columns. */
export function tableOf(
  columns: Readonly<Record<string, Partial<ColumnSummary> & Pick<ColumnSummary, 'type'>>>,
): TableSummary {
  return {
    file: '/data/t.csv',
    rows: 14,
    isWhole: true,
    columns: Object.entries(columns).map(([name, column]) => ({
      name,
      missing: 0,
      distinct: 14,
      examples: [],
      ...column,
    })),
  };
}
