import { t } from '../../shared/l10n';
import { counted, formatCount, formatShare, formatValue } from '../../shared/numberText';
import type { ColumnSummary, TableSummary } from '../../shared/scaffold';
import { escapeMarkdown } from '../views/statusText';

const typeNames: Readonly<Record<ColumnSummary['type'], string>> = {
  number: t`number`,
  category: t`category`,
  constant: t`one value only`,
  identifier: t`identifier`,
};

/** A column in a few words: `number · 3 missing`. */
export function columnDetail({ type, distinct, missing }: ColumnSummary): string {
  return [
    typeNames[type],
    ...(type === 'category' ? [counted(distinct, t`value`, t`values`)] : []),
    ...(missing > 0 ? [t`${formatCount(missing)} missing`] : []),
  ].join(' · ');
}

/** A column for a hover: what it holds, as Markdown. */
export function columnMarkdown(column: ColumnSummary, table: TableSummary): string {
  const { name, type, distinct, missing, numbers, top = [] } = column;
  const rows = table.isWhole
    ? counted(table.rows, t`row`, t`rows`)
    : t`the first ${counted(table.rows, t`row`, t`rows`)}`;
  const share = missing > 0 ? ` (${formatShare(missing / table.rows)})` : '';
  const lines = [
    `**${escaped(name)}** · ${typeNames[type]}`,
    t`${counted(distinct, t`different value`, t`different values`)} in ${rows}, ${formatCount(missing)} missing${share}`,
    ...(numbers
      ? [
          t`minimum ${cellText(numbers.minimum)} · mean ${formatValue(numbers.mean)} · maximum ${cellText(numbers.maximum)}`,
        ]
      : []),
    ...(top.length > 0 ? [topTable(top, table.rows)] : []),
  ];
  return lines.join('\n\n');
}

/** A number as the column has it: a whole one has no digits after the point. */
function cellText(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatValue(value);
}

function topTable(top: Required<ColumnSummary>['top'], rows: number): string {
  const lines = top.map(
    (each) =>
      `| ${escaped(each.text)} | ${formatCount(each.rows)} | ${formatShare(each.rows / rows)} |`,
  );
  return [t`| value | rows | share |`, '| :-- | --: | --: |', ...lines].join('\n');
}

/** A cell's text may hold anything: none of it is Markdown. */
function escaped(text: string): string {
  return escapeMarkdown(text).replace(/\s+/g, ' ');
}
