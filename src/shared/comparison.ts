import type { MetricValues, PerTask } from './events';
import { describeMetric } from './metricNames';

/** How much better one model is than another over all tasks, in one number. */
export interface Deltas {
  /**
   * Mean over the tasks of the mean improvement of their metrics, a fraction: positive is better
   * (Δp; Liang & Zhang's LibMTL, arXiv 2203.14338).
   */
  readonly deltaP: number;
  /**
   * Mean over all metrics of the relative change for the worse, in percent: negative is better
   * (Δm; Maninis et al. 2019, arXiv 1904.08918).
   */
  readonly deltaM: number;
}

/** One model for all tasks beside one model a task: same data, budget and seed. */
export interface Comparison extends Deltas {
  /** Where the metrics were measured, by the best weights. */
  readonly part: 'test' | 'validation' | 'training';
  readonly tasks: PerTask<TaskComparison>;
  /** Seconds of training and validation. */
  readonly seconds: MultiAndSingle;
  readonly parameters: MultiAndSingle;
}

/** The one model, and the sum over the models of one task each. */
export interface MultiAndSingle {
  readonly multi: number;
  readonly single: number;
}

export interface TaskComparison {
  readonly multi: MetricValues;
  readonly single: MetricValues;
  /** (multi - single) / single by metric, with the sign that makes positive better. */
  readonly improvement: MetricValues;
}

/** How a model of one task ended. */
export interface SingleTaskResult {
  readonly metrics: MetricValues;
  readonly seconds: number;
  readonly parameters: number;
}

/** Compares the metrics (losses apart) of one model with those of one model a task. */
export function compare(
  part: Comparison['part'],
  multi: { readonly metrics: PerTask<MetricValues> } & Omit<SingleTaskResult, 'metrics'>,
  single: PerTask<SingleTaskResult>,
): Comparison {
  const tasks = Object.fromEntries(
    Object.entries(single).map(([task, { metrics }]) => {
      const own = withoutLoss(multi.metrics[task] ?? {});
      const alone = withoutLoss(metrics);
      return [task, { multi: own, single: alone, improvement: improvements(own, alone) }];
    }),
  );
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const singles = Object.values(single);
  return {
    part,
    tasks,
    ...deltas(Object.values(tasks).map(({ improvement }) => improvement)),
    seconds: { multi: multi.seconds, single: total(singles.map(({ seconds }) => seconds)) },
    parameters: {
      multi: multi.parameters,
      single: total(singles.map(({ parameters }) => parameters)),
    },
  };
}

/** @param byTask each task's {@link improvements} */
export function deltas(byTask: readonly MetricValues[]): Deltas {
  const changes = byTask.map((improvement) => Object.values(improvement));
  const worse = changes.flat().map((change) => -change);
  return { deltaP: mean(changes.map(mean)), deltaM: 100 * mean(worse) };
}

/** By metric: the relative change from `base` to `candidate`, positive when it is for the better. */
export function improvements(candidate: MetricValues, base: MetricValues): MetricValues {
  return Object.fromEntries(
    Object.entries(base).map(([metric, before]) => {
      const change = ((candidate[metric] ?? Number.NaN) - before) / Math.abs(before);
      return [metric, describeMetric(metric).higherIsBetter ? change : -change];
    }),
  );
}

function withoutLoss(metrics: MetricValues): MetricValues {
  return Object.fromEntries(Object.entries(metrics).filter(([metric]) => metric !== 'loss'));
}

/** NaN for no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
