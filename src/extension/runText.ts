import type { MetricValues, PerTask } from '../shared/events';
import type { Experiment } from '../shared/experiment';
import { describeMetric } from '../shared/metricNames';
import type { RunInfo } from '../shared/run';

/** A metric's value in few digits: `0.893`, `5234.2`, or a dash where it is not defined. */
export function formatMetric(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  return Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(3);
}

/** `AUC 0.893 · accuracy 0.861`: the task's metrics in the order the experiment names them. */
export function formatTaskMetrics(names: readonly string[], values: MetricValues = {}): string {
  return names
    .map((name) => `${describeMetric(name).label} ${formatMetric(values[name])}`)
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

/** `3.2 s`, `12 s`, `4 min 10 s` or `2 h 5 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** When a run started: the time of day, with the date unless that is today. */
export function formatStart({ start }: Pick<RunInfo, 'start'>, now = new Date()): string {
  const date = new Date(start);
  const time = date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  if (date.toDateString() === now.toDateString()) return time;
  return `${date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })}, ${time}`;
}
