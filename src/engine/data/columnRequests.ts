import type { Experiment, FeatureSpec } from '../../shared/experiment';
import type { ColumnRequest } from './readColumns';

export type Features = Readonly<Record<string, FeatureSpec>>;

/** How the targets are read: as numbers for a regression, otherwise as labels. */
export function targetRequests({ tasks }: Experiment): ColumnRequest[] {
  return Object.values(tasks).map(({ target, type }) => ({
    column: target,
    as: type === 'regression' ? 'number' : 'category',
  }));
}

/** How the features are read, once their types are known. */
export function featureRequests(features: Features): ColumnRequest[] {
  return Object.entries(features).map(([column, { type }]) => ({
    column,
    as: type === 'number' ? 'number' : 'category',
  }));
}

/** The column whose values the split keeps in proportion. */
export function stratumColumn({ data, tasks }: Experiment): string | undefined {
  const { stratify } = data.split;
  return stratify === undefined ? undefined : (tasks[stratify]?.target ?? stratify);
}

/** Columns that are features when the experiment names none. */
export function candidateColumns(
  { data, tasks }: Experiment,
  columns: readonly string[],
): string[] {
  const excluded = new Set([...data.ignore, ...Object.values(tasks).map(({ target }) => target)]);
  return columns.filter((column) => !excluded.has(column));
}
