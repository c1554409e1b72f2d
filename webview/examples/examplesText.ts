import { leastProbability } from '../../src/shared/examples';
import { t } from '../../src/shared/l10n';
import { formatCount, formatShare, formatValue } from '../../src/shared/numberText';

/** Everything the section says. */
export const examplesText = {
  title: t`Examples`,
  note: (epoch: number): string => t`validation, after epoch ${formatCount(epoch + 1)}`,
  choice: t`Which examples to show`,
  sample: t`Sample`,
  worst: t`Worst`,
  worstOf: t`Loss that tells the worst examples`,
  allTasks: t`loss of all tasks`,
  lossOfTask: (task: string): string => t`loss of ${task}`,
  row: (row: number, loss: number | undefined): string =>
    loss === undefined
      ? t`row ${formatCount(row)}`
      : t`row ${formatCount(row)} · loss ${formatValue(loss)}`,
  inputOfRow: (input: string, row: number): string => t`${input} of row ${formatCount(row)}`,
  noLabel: t`no label`,
  nothing: t`nothing`,
  nothingFound: t`nothing found`,
  truth: (value: string): string => t`true: ${value}`,
  elsewhere: t`in another place`,
  written: t`model`,
  reference: t`reference`,
  trueSpan: (label: string): string => t`true ${label}`,
  saidSpan: (label: string): string => t`predicted ${label}`,
  foundSpan: (label: string): string => t`true and predicted ${label}`,
  boxesLegend: t`Boxes: true ones are solid; predicted ones, from ${formatShare(leastProbability)} on, are dashed.`,
  spansLegend: t`Phrases: true ones have a solid line below, predicted ones a dashed line above.`,
} as const;
