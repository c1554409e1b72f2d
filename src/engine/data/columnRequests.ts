import type { Experiment, FeatureSpec } from '../../shared/experiment';
import { targetColumns } from '../../shared/targetColumns';
import type { ColumnRequest } from './readColumns';

export type Features = Readonly<Record<string, FeatureSpec>>;

/** How the targets are read: as numbers for a regression, otherwise as labels. */
export function targetRequests({ tasks }: Experiment): ColumnRequest[] {
  return Object.values(tasks).flatMap((spec): ColumnRequest[] => {
    const { type, target } = spec;
    if (typeof target === 'string') {
      return [{ column: target, as: type === 'regression' ? 'number' : 'category' }];
    }
    const { class: label, x, y, w, h } = target;
    return [
      ...(label === undefined ? [] : [{ column: label, as: 'category' as const }]),
      ...[x, y, w, h].map((column) => ({ column, as: 'number' as const })),
    ];
  });
}

/** How the features are read, once their types are known. */
export function featureRequests(features: Features): ColumnRequest[] {
  return Object.entries(features).map(([column, { type }]) => ({
    column,
    as: type === 'number' ? 'number' : 'category',
  }));
}

/** Columns of categories and labels: those whose texts only have to be told apart. */
export function labelColumns(experiment: Experiment, features: Features): string[] {
  const { tasks } = experiment;
  const written = Object.values(tasks).flatMap((spec) =>
    spec.type === 'sequence' ? [spec.target] : [],
  );
  return [
    ...Object.keys(features).filter((name) => features[name]?.type === 'category'),
    ...targetRequests(experiment).flatMap(({ column, as }) =>
      as === 'category' && !written.includes(column) ? [column] : [],
    ),
  ];
}

/** The column whose values the split keeps in proportion. */
export function stratumColumn({ data, tasks }: Experiment): string | undefined {
  const { stratify } = data.split;
  if (stratify === undefined) return undefined;
  const task = tasks[stratify];
  return task ? targetColumns(task)[0] : stratify;
}

/** Columns that are features when the experiment names none. */
export function candidateColumns(
  { data, tasks }: Experiment,
  columns: readonly string[],
): string[] {
  const excluded = new Set([...data.ignore, ...Object.values(tasks).flatMap(targetColumns)]);
  return columns.filter((column) => !excluded.has(column));
}
