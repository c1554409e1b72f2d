import { MtlError } from './errors';
import type { MetricValues, PerTask } from './events';
import { t } from './l10n';
import { suggest } from './nearest';

/** A metric of a task. */
export interface TaskMetric {
  readonly task: string;
  readonly metric: string;
}

/**
 * The metrics that all runs have, losses apart unless they are asked for.
 * @param names `auc` for the metric of every task, `income.auc` for that of one; none for all
 * @throws MtlError of kind `usage` for a metric that no run has, or when no metric is in all runs
 */
export function chooseMetrics(
  runs: readonly PerTask<MetricValues>[],
  names: readonly string[] = [],
): readonly TaskMetric[] {
  const common = Object.entries(runs[0] ?? {}).flatMap(([task, metrics]) =>
    Object.keys(metrics)
      .filter((metric) => runs.every((run) => run[task]?.[metric] !== undefined))
      .map((metric) => ({ task, metric })),
  );
  for (const name of names) {
    if (common.some((one) => isNamed(one, name))) continue;
    const known = common.flatMap(({ task, metric }) => [metric, `${task}.${metric}`]);
    throw new MtlError({
      kind: 'usage',
      code: 'unknown-metric',
      message: t`There is no metric '${name}' in all of the runs.`,
      hint: suggest(name, [...new Set(known)], t`Metrics`),
    });
  }
  const chosen = common.filter((one) =>
    names.length > 0 ? names.some((name) => isNamed(one, name)) : one.metric !== 'loss',
  );
  if (chosen.length > 0) return chosen;
  throw new MtlError({
    kind: 'usage',
    code: 'nothing-to-compare',
    message: t`The runs have no metric of the same task in common.`,
    hint: t`Name runs of one experiment, or of experiments with the same tasks.`,
  });
}

/** Only the chosen metrics, in their order. */
export function pickMetrics(
  metrics: PerTask<MetricValues>,
  chosen: readonly TaskMetric[],
): PerTask<MetricValues> {
  const picked: Record<string, Record<string, number>> = {};
  for (const { task, metric } of chosen) {
    (picked[task] ??= {})[metric] = metrics[task]?.[metric] ?? Number.NaN;
  }
  return picked;
}

function isNamed({ task, metric }: TaskMetric, name: string): boolean {
  return name === metric || name === `${task}.${metric}`;
}
