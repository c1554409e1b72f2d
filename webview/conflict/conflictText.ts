import { formatCount, formatShare, formatSigned } from '../../src/shared/numberText';

const pair = (a: string, b: string): string => `${a} · ${b}`;

/** What the section of conflicts says, a function or a constant a sentence. */
export const conflictText = {
  title: 'Conflict',
  noRecordYet: 'No record yet.',
  noRecord: 'This run has no record of how its tasks’ gradients relate.',
  howToRecord:
    'Runs record it every so many steps where the experiment file says "relations": { "every": 25 }.',

  // The matrix
  record: 'Record',
  recordLabel: 'Record to show, from the first to the newest',
  matrixCaption:
    'Cosine of the tasks’ gradients by the shared weights. Below zero, a step for one task undoes what helps the other.',
  cosine: (value: number): string => formatSigned(value, 2),

  // Pairs
  pairsCaption: (limit: number): string =>
    `Cosine over steps, from −${limit} to +${limit}; conflict is a cosine below zero.`,
  pairsLeftOut: (shown: number, all: number): string =>
    `The ${formatCount(shown)} pairs with the most conflict, of ${formatCount(all)}.`,
  pair,
  pairColumn: 'tasks',
  pathColumn: 'cosine over steps and share of conflict',
  conflict: (share: number): string => `conflict in ${formatShare(share)} of records`,
  sparkline: (a: string, b: string, low: number, high: number): string =>
    `Cosine of ${a} and ${b} over steps, between ${formatSigned(low, 2)} and ${formatSigned(high, 2)}.`,
  cosineTable: 'Cosines by record',

  // Charts
  weights: 'Weights',
  weightsChart: 'Line chart of each task’s weight over steps. The values are in the table below.',
  weightsTable: 'Weights by step',
  norms: 'Gradient norms',
  normsChart:
    'Line chart of the norm of each task’s gradient over steps. The values are in the table below.',
  normsTable: 'Gradient norms by record',
  value: 'value',

  // Affinity
  affinity: 'Affinity',
  affinityCaption: (records: number): string =>
    `By how many percent the loss of the column’s task falls when a step follows the row’s task alone (TAG), mean of ${formatCount(records)} ${records === 1 ? 'record' : 'records'}.`,
  /** @param digits after the decimal point of the percentage */
  affinityValue: (value: number, digits: number): string => formatSigned(100 * value, digits),
  groups: (groups: readonly (readonly string[])[]): string =>
    groups.length === 1
      ? 'By affinity, all tasks belong together.'
      : `Proposed groups, by affinity: ${groups.map(groupText).join('; ')}.`,
} as const;

function groupText(tasks: readonly string[]): string {
  return tasks.length === 1 ? `${tasks.join('')} alone` : tasks.join(' with ');
}
