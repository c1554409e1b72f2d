import { defaultMissing } from '../../shared/defaultMissing';
import { t } from '../../shared/l10n';
import type { ColumnSummary, TableSummary } from '../../shared/scaffold';
import { dataError } from './dataError';
import { describeColumn, describeTexts, type ColumnDescription } from './describeColumn';
import { proposeTask } from './proposeTask';
import type { Numbers } from './numberColumn';
import { readColumns, type Columns } from './readColumns';
import { allRows } from './splitParts';
import { statistics } from './statistics';
import { openTable } from './tableFile';

/** A column as a new experiment needs to know it. */
export interface InspectedColumn {
  readonly summary: ColumnSummary;
  /** Why the column is no feature, to go on "… has"; undefined when it is one. */
  readonly reason: string | undefined;
  /** Different labels the column would have as a target; empty when there are too many. */
  readonly labels: readonly string[];
  /** Texts among numbers that must mean "no value". */
  readonly marks: readonly string[];
}

export interface InspectedTable {
  readonly rows: number;
  readonly columns: readonly InspectedColumn[];
}

/** A column with more texts among its numbers is rather one of texts. */
const mostMarks = 10;
const shownExamples = 3;
const shownTop = 5;

/**
 * Reads a table and tells what its columns hold and which task each could be.
 * @throws MtlError of kind `data` when the file cannot be read as a table, or has no rows
 */
export async function inspectTable(file: string): Promise<TableSummary> {
  const { rows, columns } = await inspectColumns(file);
  return { file, rows, isWhole: true, columns: columns.map(({ summary }) => summary) };
}

/** As {@link inspectTable}, with what is needed to write an experiment. */
export async function inspectColumns(file: string): Promise<InspectedTable> {
  const table = await openTable(file);
  const columns = await readColumns(
    table,
    table.columns.map((column) => ({ column, as: 'either' })),
    { missing: defaultMissing },
  );
  if (columns.rows === 0) {
    throw dataError(
      { code: 'no-rows', message: t`The table has no rows, only a header.` },
      { file },
    );
  }
  return {
    rows: columns.rows,
    columns: table.columns.map((name) => inspectColumn(name, columns)),
  };
}

/** What a column that was read as `either` holds. */
export function inspectColumn(name: string, columns: Columns): InspectedColumn {
  const numbers = columns.number(name);
  const texts = columns.category(name);
  const { type, reason } = describe(columns, name);
  const marks = type === 'number' ? [...numbers.invalid.keys()] : [];
  const values = texts.texts.filter((text) => !marks.includes(text));
  const labels = texts.isOverfull ? [] : values;
  const distinct = type === 'number' ? countDistinct(numbers) : texts.texts.length;
  const counts = new Map(texts.texts.map((text, code) => [text, texts.counts[code] ?? 0]));
  return {
    summary: {
      name,
      type,
      missing: texts.missing + (type === 'number' ? numbers.invalidCount : 0),
      distinct,
      examples: values.slice(0, shownExamples),
      ...proposeTask(type, labels, counts),
      ...(type === 'number' ? { numbers: numberRange(numbers) } : { top: mostFrequent(counts) }),
    },
    reason,
    labels,
    marks,
  };
}

function numberRange(numbers: Numbers): Required<ColumnSummary>['numbers'] {
  const { minimum, mean, maximum } = statistics(numbers, allRows(numbers));
  return { minimum, mean, maximum };
}

function mostFrequent(counts: ReadonlyMap<string, number>): Required<ColumnSummary>['top'] {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, shownTop)
    .map(([text, rows]) => ({ text, rows }));
}

function describe(columns: Columns, name: string): ColumnDescription {
  const numbers = columns.number(name);
  const texts = columns.category(name);
  const description = describeColumn(numbers, texts);
  return description.type === 'number' && numbers.invalid.size > mostMarks
    ? describeTexts(texts)
    : description;
}

function countDistinct(numbers: Numbers): number {
  const distinct = new Set<number>();
  for (let row = 0; row < numbers.rows; row++) distinct.add(numbers.at(row));
  distinct.delete(Number.NaN);
  return distinct.size;
}
