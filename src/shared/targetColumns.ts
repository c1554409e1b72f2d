import { listed } from './l10n';
import type { BoxColumns, TaskSpec } from './experiment';

/** The columns that say what a task is to predict. */
export function targetColumns({ target }: Pick<TaskSpec, 'target'>): readonly string[] {
  return typeof target === 'string' ? [target] : boxColumns(target);
}

/** For people: `income`, or the columns of a box. */
export function targetText(spec: Pick<TaskSpec, 'target'>): string {
  return listed(targetColumns(spec));
}

function boxColumns({ class: label, x, y, w, h }: BoxColumns): readonly string[] {
  return [...(label === undefined ? [] : [label]), x, y, w, h];
}
