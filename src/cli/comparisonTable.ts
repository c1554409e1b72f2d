import { t } from '../shared/l10n';
import { describeMetric } from '../shared/metricNames';
import { formatCount, formatDuration, formatValue } from '../shared/numberText';
import type { ComparedGroup, ComparedRow, RunComparison } from '../shared/runComparison';
import type { Spread } from '../shared/spread';
import type { Column } from './formatTable';
import { partWord } from '../shared/words';

/** A table of texts, for any format. */
export interface TextTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** Digits of a metric, enough to tell good models apart. */
const metricDigits = 4;
const noValue = '–';

/** A row a group, with `mean ± deviation` where there are several runs. */
export function comparisonTable({ metrics, singleTask, groups }: RunComparison): TextTable {
  const titles = [
    ...metrics.map(({ task, metric }) => `${task} ${describeMetric(metric).label}`),
    ...['Δm %', 'Δp %', t`rank`, t`time`, t`parameters`],
  ];
  const metricCells = (row: ComparedRow): string[] =>
    metrics.map(({ task, metric }) => spreadText(row.metrics[task]?.[metric], metricDigits));
  const lastCells = ({ seconds, parameters }: ComparedRow): string[] => [
    Number.isFinite(seconds.mean) ? formatDuration(seconds.mean) : noValue,
    Number.isFinite(parameters.mean) ? formatCount(parameters.mean) : noValue,
  ];
  const deltaCells = ({ deltaM, deltaP, rank }: ComparedGroup): string[] => [
    spreadText(deltaM, 2),
    spreadText(scaled(deltaP, 100), 2),
    formatValue(rank, 2),
  ];
  const columns: Column[] = [
    { title: t`runs`, align: 'left' },
    ...['n', ...titles].map((title) => ({ title, align: 'right' }) as const),
  ];
  const single = singleTask && [
    ...[singleTask.name, String(singleTask.seconds.n), ...metricCells(singleTask)],
    ...[noValue, noValue, noValue, ...lastCells(singleTask)],
  ];
  const rows = groups.map((group) => [
    ...[group.name, String(group.runs.length), ...metricCells(group)],
    ...[...deltaCells(group), ...lastCells(group)],
  ]);
  return { columns, rows: single ? [single, ...rows] : rows };
}

/** What the numbers of the table are. */
export function comparisonNote({ part, baseline }: RunComparison): string {
  return t`Metrics on the ${partWord(part)} part, mean ± deviation over seeds. Δ to ${baseline}: Δm is better when negative, Δp when positive; rank 1 is best.`;
}

function spreadText(spread: Spread | undefined, digits: number): string {
  if (!spread) return noValue;
  const mean = formatValue(spread.mean, digits);
  return spread.n > 1 ? `${mean} ± ${formatValue(spread.deviation, digits)}` : mean;
}

function scaled({ n, mean, deviation }: Spread, factor: number): Spread {
  return { n, mean: factor * mean, deviation: factor * deviation };
}

/** A table in GitHub's Markdown. */
export function markdownTable({ columns, rows }: TextTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  const rules = columns.map(({ align }) => (align === 'left' ? '---' : '--:'));
  return [columns.map(({ title }) => title), rules, ...rows].map(line).join('');
}
