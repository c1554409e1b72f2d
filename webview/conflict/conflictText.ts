import { t } from '../../src/shared/l10n';
import { counted, formatCount, formatShare, formatSigned } from '../../src/shared/numberText';

const pair = (a: string, b: string): string => `${a} · ${b}`;

/** What the section of conflicts says, a function or a constant a sentence. */
export const conflictText = {
  title: t`Conflict`,
  noRecordYet: t`No record yet.`,
  noRecord: t`This run has no record of how its tasks’ gradients relate.`,
  howToRecord: t`Runs record it every so many steps where the experiment file says "relations": { "every": 25 }.`,

  // The matrix
  record: t`Record`,
  recordLabel: t`Record to show, from the first to the newest`,
  matrixCaption: t`Cosine of the tasks’ gradients by the shared weights. Below zero, a step for one task undoes what helps the other.`,
  cosine: (value: number): string => formatSigned(value, 2),

  // Pairs
  pairsCaption: (limit: number): string =>
    t`Cosine over steps, from −${limit} to +${limit}; conflict is a cosine below zero.`,
  pairsLeftOut: (shown: number, all: number): string =>
    t`The ${formatCount(shown)} pairs with the most conflict, of ${formatCount(all)}.`,
  pair,
  pairColumn: t`tasks`,
  pathColumn: t`cosine over steps and share of conflict`,
  conflict: (share: number): string => t`conflict in ${formatShare(share)} of records`,
  sparkline: (a: string, b: string, low: number, high: number): string =>
    t`Cosine of ${a} and ${b} over steps, between ${formatSigned(low, 2)} and ${formatSigned(high, 2)}.`,
  cosineTable: t`Cosines by record`,

  // Charts
  weights: t`Weights`,
  weightsChart: t`Line chart of each task’s weight over steps. The values are in the table below.`,
  weightsTable: t`Weights by step`,
  norms: t`Gradient norms`,
  normsChart: t`Line chart of the norm of each task’s gradient over steps. The values are in the table below.`,
  normsTable: t`Gradient norms by record`,
  value: t`value`,

  // Affinity
  affinity: t`Affinity`,
  affinityCaption: (records: number): string =>
    t`By how many percent the loss of the column’s task falls when a step follows the row’s task alone (TAG), mean of ${counted(records, t`record`, t`records`)}.`,
  /** @param digits after the decimal point of the percentage */
  affinityValue: (value: number, digits: number): string => formatSigned(100 * value, digits),
  groups: (groups: readonly (readonly string[])[]): string =>
    groups.length === 1
      ? t`By affinity, all tasks belong together.`
      : t`Proposed groups, by affinity: ${groups.map(groupText).join(t`; `)}.`,
} as const;

function groupText(tasks: readonly string[]): string {
  return tasks.length === 1 ? t`${tasks.join('')} alone` : tasks.join(t` with `);
}
