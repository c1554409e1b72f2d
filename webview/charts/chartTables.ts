import type { RunHistory } from '../../src/shared/runHistory';
import type { TableContent } from '../dataTable';
import { formatCount, formatValue } from '../../src/shared/numberText';
import { text } from '../text';
import type { Axis } from '../viewState';
import { bucketSize } from './decimate';
import { epochValues } from './plot';

/** More steps than this nobody reads. */
const mostSteps = 200;

/** The values of the loss chart: a row an epoch, or a row for every so many steps. */
export function lossTable(history: RunHistory, axis: Axis, hasValidation: boolean): TableContent {
  return axis === 'step' ? stepTable(history) : epochTable(history, hasValidation);
}

/** The values of a metric chart: a row an epoch. */
export function metricTable(
  history: RunHistory,
  task: string,
  metric: string,
  hasValidation: boolean,
): TableContent {
  const label = text.metric(metric);
  const columns: EpochColumn[] = [
    { title: text.training, values: epochValues(history, 'train', task, metric) },
  ];
  if (hasValidation) {
    const values = epochValues(history, 'validation', task, metric);
    columns.push({ title: text.validation, values });
  }
  return byEpoch(text.metricTable(task, label), history, columns);
}

function stepTable(history: RunHistory): TableContent {
  const { step, epoch, tasks } = history;
  const interval = step.length <= mostSteps ? 1 : bucketSize(step.length, 2 * mostSteps);
  const title = text.lossTable('step');
  const rows = Array.from({ length: Math.ceil(step.length / interval) }, (_, row) => {
    const index = row * interval;
    return [
      formatCount(step.values[index] ?? 0),
      formatCount((epoch.values[index] ?? 0) + 1),
      ...tasks.map((task) => formatValue(history.loss(task).values[index])),
    ];
  });
  return {
    caption: interval === 1 ? title : text.everyNth(title, interval),
    columns: [text.axis('step'), text.epochColumn, ...tasks.map(text.taskTraining)],
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

interface EpochColumn {
  readonly title: string;
  readonly values: Float64Array;
}

function byEpoch(
  caption: string,
  { epochs }: RunHistory,
  columns: readonly EpochColumn[],
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
