import { mean } from './comparison';
import type { MetricValues, PerTask } from './events';
import type { TaskMetric } from './metricChoice';

/** A number measured several times. */
export interface Spread {
  /** How often. */
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); NaN for a single value. */
  readonly deviation: number;
}

/** By task and metric. */
export type MetricSpreads = PerTask<Readonly<Record<string, Spread>>>;

/** Mean and sample deviation. */
export function spread(values: readonly number[]): Spread {
  const n = values.length;
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return { n, mean: center, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN };
}

/** The spread of each of the metrics over several models. */
export function metricSpreads(
  models: readonly PerTask<MetricValues>[],
  metrics: readonly TaskMetric[],
): MetricSpreads {
  const spreads: Record<string, Record<string, Spread>> = {};
  for (const { task, metric } of metrics) {
    const values = models.map((model) => model[task]?.[metric] ?? Number.NaN);
    (spreads[task] ??= {})[metric] = spread(values);
  }
  return spreads;
}

/** The means alone. */
export function meanValues(spreads: MetricSpreads): PerTask<MetricValues> {
  return Object.fromEntries(
    Object.entries(spreads).map(([task, ofTask]) => [
      task,
      Object.fromEntries(Object.entries(ofTask).map(([metric, { mean }]) => [metric, mean])),
    ]),
  );
}
