import { basename, relative, sep } from 'node:path';
import { MtlError } from '../../shared/errors';
import { toExperimentName } from '../../shared/experimentName';
import { t } from '../../shared/l10n';
import { suggest } from '../../shared/nearest';
import type { ColumnTaskType, OwnDataAnswers } from '../../shared/scaffold';
import { isTaskName } from '../../shared/taskName';
import { inspectColumns, type InspectedColumn } from '../data/inspectTable';
import { experimentText, type Target } from './experimentText';

/**
 * An experiment on a person's own table, as a commented file.
 * @param folder where the file will be; the table is named relative to it
 * @throws MtlError of kind `usage` when a target is no column or does not fit its task type
 */
export async function ownDataExperiment(
  { dataFile, name, targets }: OwnDataAnswers,
  folder: string,
): Promise<{ fileName: string; text: string }> {
  const table = await inspectColumns(dataFile);
  const chosen = taskNames(
    targets.map(({ column, type }) => ({ column: findTarget(table.columns, column, type), type })),
  );
  const others = table.columns.filter(
    (column) => !targets.some((target) => target.column === column.summary.name),
  );
  if (others.every(({ reason }) => reason !== undefined)) {
    throw badTarget(
      'no-features',
      t`${basename(dataFile)} has no column left to predict from.`,
      t`Choose fewer targets; columns that only identify a row are no features.`,
    );
  }
  const experimentName = toExperimentName(name);
  return {
    fileName: `${experimentName}.mtl.json`,
    text: experimentText({
      name: experimentName,
      train: relative(folder, dataFile).split(sep).join('/'),
      rows: table.rows,
      targets: chosen,
      others,
    }),
  };
}

function findTarget(
  columns: readonly InspectedColumn[],
  name: string,
  type: ColumnTaskType,
): InspectedColumn {
  const column = columns.find(({ summary }) => summary.name === name);
  if (!column) {
    const names = columns.map(({ summary }) => summary.name);
    throw badTarget(
      'unknown-column',
      t`The table has no column '${name}'.`,
      suggest(name, names, t`Columns`),
    );
  }
  const { labels, summary } = column;
  const fits = {
    regression: summary.type === 'number',
    binary: labels.length === 2,
    multiclass: labels.length >= 2,
    tagging: false,
    sequence: false,
  }[type];
  if (fits) return column;
  const proposal = summary.task
    ? t`A ${summary.task} task fits.`
    : t`No task type fits this column.`;
  throw badTarget('unfit-target', t`'${name}' cannot be a ${type} target.`, proposal);
}

/** A name for each task: that of its column, as far as a task may be named so. */
function taskNames(targets: readonly Omit<Target, 'task'>[]): Target[] {
  const taken = new Set<string>();
  return targets.map((target) => {
    const wanted = target.column.summary.name.replaceAll('/', '-');
    let task = wanted;
    for (let count = 2; taken.has(task) || !isTaskName(task); count++) task = `${wanted} ${count}`;
    taken.add(task);
    return { ...target, task };
  });
}

function badTarget(code: string, message: string, hint: string): MtlError {
  return new MtlError({ kind: 'usage', code, message, hint });
}
