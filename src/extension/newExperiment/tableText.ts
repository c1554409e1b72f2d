import { MtlError } from '../../shared/errors';
import { toExperimentName } from '../../shared/experimentName';
import { t } from '../../shared/l10n';
import { formatCount } from '../../shared/numberText';
import type { OwnDataAnswers, TableSummary } from '../../shared/scaffold';

/** A column that can be a task, as a line to pick from. */
export interface TargetItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly target: OwnDataAnswers['targets'][number];
}

/**
 * The columns that can be predicted, each with the task it makes.
 * @throws MtlError of kind `data` when no column can be
 */
export function targetItems(table: TableSummary): TargetItem[] {
  const items = table.columns.flatMap(({ name, task, missing, distinct, examples }) => {
    if (!task) return [];
    const labels = task === 'multiclass' ? [t`${distinct} classes`] : [];
    const gaps =
      missing > 0 ? [t`${formatCount(missing)} of ${formatCount(table.rows)} labels missing`] : [];
    return [
      {
        label: name,
        description: [task, ...labels, ...gaps].join(' · '),
        detail: examples.join(', '),
        target: { column: name, type: task },
      },
    ];
  });
  if (items.length > 0) return items;
  throw new MtlError({
    kind: 'data',
    code: 'no-target-column',
    message: t`The table has no column that could be predicted.`,
    hint: t`A target is a column of numbers, or of labels that occur more than once.`,
    location: { file: table.file },
  });
}

/** A name for an experiment on a table: its file name without the extensions. */
export function tableName(file: string): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return toExperimentName(name.replace(/\.(csv|tsv|jsonl|parquet)(\.gz)?$/i, ''));
}
