import type { RunHistory } from '../../src/shared/runHistory';
import type { TableContent } from '../dataTable';
import { formatCount, formatValue } from '../../src/shared/numberText';
import { text } from '../text';
import type { Axis } from '../viewState';
import { bucketSize } from './decimate';
import { epochValues } from './plot';

/** More steps than this nobody reads. */
const mostSteps = 200;

interface Column {
  readonly title: string;
  readonly values: Float64Array;
}

/** The values of the loss chart: a row an epoch, or a row for every so many steps. */
export function lossTable(history: RunHistory, axis: Axis, hasValidation: boolean): TableContent {
  if (axis === 'epoch') return epochTable(history, hasValidation);
  const columns = history.tasks.map((task) => ({
    title: text.taskTraining(task),
    values: history.loss(task).values,
  }));
  const values = { step: history.step.values, epoch: history.epoch.values, columns };
  return stepTable(text.lossTable('step'), values, 'steps');
}

/** The values of a metric chart: a row an epoch. */
export function metricTable(
  history: RunHistory,
  task: string,
  metric: string,
  hasValidation: boolean,
): TableContent {
  const label = text.metric(metric);
  const columns: Column[] = [
    { title: text.training, values: epochValues(history, 'train', task, metric) },
  ];
  if (hasValidation) {
    const values = epochValues(history, 'validation', task, metric);
    columns.push({ title: text.validation, values });
  }
  return byEpoch(text.metricTable(task, label), history, columns);
}

/** What is measured at some steps: a row each, or for every so many. */
export interface StepValues {
  readonly step: Float64Array;
  /** Counted from 0. */
  readonly epoch: Float64Array;
  readonly columns: readonly Column[];
}

/**
 * A row for each step that has values, or for every so many where there are many.
 * @param unit what there is a row for
 */
export function stepTable(
  caption: string,
  { step, epoch, columns }: StepValues,
  unit: 'steps' | 'records',
  format: (value: number) => string = formatValue,
): TableContent {
  const interval = step.length <= mostSteps ? 1 : bucketSize(step.length, 2 * mostSteps);
  const rows = Array.from({ length: Math.ceil(step.length / interval) }, (_, row) => {
    const index = row * interval;
    return [
      formatCount(step[index] ?? 0),
      formatCount((epoch[index] ?? 0) + 1),
      ...columns.map(({ values }) => format(values[index] ?? Number.NaN)),
    ];
  });
  return {
    caption: interval === 1 ? caption : text.everyNth(caption, interval, unit),
    columns: [text.axis('step'), text.epochColumn, ...columns.map(({ title }) => title)],
    rows,
  };
}

function epochTable(history: RunHistory, hasValidation: boolean): TableContent {
  const columns = history.tasks.flatMap((task) => {
    const training = {
      title: text.taskTraining(task),
      values: epochValues(history, 'train', task, 'loss'),
    };
    if (!hasValidation) return [training];
    const values = epochValues(history, 'validation', task, 'loss');
    return [training, { title: text.taskValidation(task), values }];
  });
  return byEpoch(text.lossTable('epoch'), history, columns);
}

function byEpoch(
  caption: string,
  { epochs }: RunHistory,
  columns: readonly Column[],
): TableContent {
  return {
    caption,
    columns: [text.epochColumn, ...columns.map(({ title }) => title)],
    rows: epochs.map(({ epoch }, index) => [
      formatCount(epoch + 1),
      ...columns.map(({ values }) => formatValue(values[index])),
    ]),
  };
}
