import { mean } from './comparison';
import type { MetricValues, PerTask } from './events';
import type { TaskMetric } from './metricChoice';
import { isBetter } from './metricNames';

/**
 * Mean over the metrics of each model's rank among the models: 1 is best, equal ones share the
 * better rank, NaN is worst.
 */
export function meanRanks(
  models: readonly PerTask<MetricValues>[],
  metrics: readonly TaskMetric[],
): number[] {
  const columns = metrics.map(({ task, metric }) => {
    const values = models.map((model) => model[task]?.[metric] ?? Number.NaN);
    return values.map((own) => 1 + values.filter((other) => isBetter(metric, other, own)).length);
  });
  return models.map((_, model) => mean(columns.map((ranks) => ranks[model] ?? Number.NaN)));
}
