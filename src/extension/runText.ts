import type { MetricValues, PerTask } from '../shared/events';
import type { Experiment } from '../shared/experiment';
import { describeMetric } from '../shared/metricNames';
import { formatValue } from '../shared/numberText';
import type { RunInfo } from '../shared/run';
import { dateLocale } from '../shared/l10n';

/** `AUC 0.893 · accuracy 0.861`: the task's metrics in the order the experiment names them. */
export function formatTaskMetrics(names: readonly string[], values: MetricValues = {}): string {
  return names
    .map((name) => `${describeMetric(name).label} ${formatValue(values[name])}`)
    .join(' · ');
}

/** `income AUC 0.893 · married AUC 0.994`: each task with its first metric; empty without values. */
export function formatTasks(
  { tasks }: Pick<Experiment, 'tasks'>,
  values: PerTask<MetricValues> | undefined,
): string {
  if (!values) return '';
  return Object.entries(tasks)
    .map(([task, { metrics }]) => `${task} ${formatTaskMetrics(metrics.slice(0, 1), values[task])}`)
    .join(' · ');
}

/** When a run started: the time of day, with the date unless that is today. */
export function formatStart({ start }: Pick<RunInfo, 'start'>, now = new Date()): string {
  const date = new Date(start);
  const time = date.toLocaleTimeString(dateLocale(), { hour: '2-digit', minute: '2-digit' });
  if (date.toDateString() === now.toDateString()) return time;
  return `${date.toLocaleDateString(dateLocale(), { month: 'short', day: 'numeric' })}, ${time}`;
}
