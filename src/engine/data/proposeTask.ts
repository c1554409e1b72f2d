import type { ColumnSummary } from '../../shared/scaffold';
import { knownPair } from './labels';

/** Whole numbers with more different values are rather amounts than classes. */
const mostNumberClasses = 10;
const mostTextClasses = 100;

/**
 * The task that fits a column as a target, if any.
 * @param labels its different labels; empty when there are too many
 * @param counts rows by label
 */
export function proposeTask(
  type: ColumnSummary['type'],
  labels: readonly string[],
  counts: ReadonlyMap<string, number>,
): Pick<ColumnSummary, 'task' | 'positive'> {
  if (type === 'constant' || type === 'identifier') return {};
  if (labels.length === 2) {
    return knownPair(labels)
      ? { task: 'binary' }
      : { task: 'binary', positive: rarer(labels, counts) };
  }
  const isWhole = labels.length > 0 && labels.every((label) => Number.isInteger(Number(label)));
  if (type === 'number') {
    const areClasses = isWhole && labels.length <= mostNumberClasses;
    return { task: areClasses ? 'multiclass' : 'regression' };
  }
  return labels.length > 0 && labels.length <= mostTextClasses ? { task: 'multiclass' } : {};
}

/** The event of interest is seldom the usual case. */
function rarer(labels: readonly string[], counts: ReadonlyMap<string, number>): string {
  const count = (label: string): number => counts.get(label) ?? 0;
  return labels.reduce((rarest, label) => (count(label) < count(rarest) ? label : rarest));
}
