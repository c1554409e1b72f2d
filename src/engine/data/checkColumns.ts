import { basename } from 'node:path';
import type { MtlError } from '../../shared/errors';
import type { ExperimentProblem, KeyPath } from '../../shared/experimentProblem';
import { suggest } from '../../shared/nearest';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { experimentKeyError, throwAll } from './dataError';
import type { Tables } from './openTables';
import type { TableFile } from './tableFile';

/** A column that the experiment names, and where. */
interface Reference {
  readonly column: string;
  readonly path: KeyPath;
  readonly at: ExperimentProblem['at'];
}

/** Checks that every column an experiment names is there. @throws MtlError with all that are not */
export function checkColumns(source: ExperimentSource, { train, test }: Tables): void {
  const { data, tasks } = source.experiment;
  const { stratify } = data.split;
  const needed: Reference[] = [
    ...Object.keys(data.features ?? {}).map((column) => ({
      column,
      path: ['data', 'features', column],
      at: 'key' as const,
    })),
    ...Object.entries(tasks).map(([task, { target }]) => ({
      column: target,
      path: ['tasks', task, 'target'],
      at: 'value' as const,
    })),
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
  throwAll([
    ...unknownColumns(source, train, [...needed, ...inTraining]),
    ...(test ? unknownColumns(source, test, needed) : []),
  ]);
}

function unknownColumns(
  source: ExperimentSource,
  table: TableFile,
  references: readonly Reference[],
): MtlError[] {
  return references
    .filter(({ column }) => !table.columns.includes(column))
    .map(({ column, path, at }) =>
      experimentKeyError(source, path, at, {
        code: 'unknown-column',
        message: `${basename(table.path)} has no column '${column}'.`,
        hint: suggest(column, table.columns, 'Columns'),
      }),
    );
}
