import type { MtlError } from '../../shared/errors';
import type { TaskSpec } from '../../shared/experiment';
import type { ExperimentProblem, KeyPath } from '../../shared/experimentProblem';
import { t } from '../../shared/l10n';
import { suggest } from '../../shared/nearest';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { isDamaged } from './damagedTexts';
import { experimentKeyError, throwAll } from './dataError';
import type { Tables } from './openTables';
import { tableName, type Table } from './tableFile';

/** A column that the experiment names, and where. */
interface Reference {
  readonly column: string;
  readonly path: KeyPath;
  readonly at: ExperimentProblem['at'];
}

/** Checks that every column an experiment names is there. @throws MtlError with all that are not */
export function checkColumns(source: ExperimentSource, tables: Tables): void {
  throwAll(columnErrors(source, tables));
}

/** An error for every column that an experiment names and a table lacks: the first that lacks it. */
export function columnErrors(source: ExperimentSource, { train, test }: Tables): MtlError[] {
  const { data, tasks } = source.experiment;
  const { stratify } = data.split;
  const needed: Reference[] = [
    ...Object.keys(data.features ?? {}).map((column) => ({
      column,
      path: ['data', 'features', column],
      at: 'key' as const,
    })),
    ...Object.entries(tasks).flatMap(([task, spec]) =>
      targetPlaces(task, spec).map((place) => ({ ...place, at: 'value' as const })),
    ),
  ];
  const inTraining: Reference[] = [
    ...data.ignore.map((column, index) => ({
      column,
      path: ['data', 'ignore', index],
      at: 'value' as const,
    })),
    ...(stratify === undefined || Object.hasOwn(tasks, stratify)
      ? []
      : [{ column: stratify, path: ['data', 'split', 'stratify'], at: 'value' as const }]),
  ];
  return [
    ...unknownColumns(source, train, [...needed, ...inTraining]),
    ...(test ? unknownColumns(source, test, needed.filter(isIn(train))) : []),
  ];
}

/** The target of a task, or each column of its box. */
function targetPlaces(task: string, { target }: TaskSpec): Omit<Reference, 'at'>[] {
  const path = ['tasks', task, 'target'];
  if (typeof target === 'string') return [{ column: target, path }];
  return Object.entries(target).map(([key, column]: [string, string]) => ({
    column,
    path: [...path, key],
  }));
}

function isIn({ columns }: Table): (reference: Reference) => boolean {
  return ({ column }) => columns.includes(column);
}

function unknownColumns(
  source: ExperimentSource,
  table: Table,
  references: readonly Reference[],
): MtlError[] {
  return references
    .filter((reference) => !isIn(table)(reference))
    .map(({ column, path, at }) =>
      experimentKeyError(source, path, at, {
        code: 'unknown-column',
        message: t`${tableName(table)} has no column '${column}'.`,
        hint: table.columns.some(isDamaged)
          ? t`The names of its columns are not UTF-8 text: save it as that.`
          : suggest(column, table.columns, t`Columns`),
      }),
    );
}
