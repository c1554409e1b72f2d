import type { Comparison } from './comparison';
import { MtlError } from './errors';
import type { MetricValues, PerTask } from './events';
import { t } from './l10n';
import type { TaskMetric } from './metricChoice';
import { suggest } from './nearest';
import type { RunInfo } from './run';
import type { RunGroup } from './runGroups';
import { valueText } from './settingText';

/** What names one model a task as the baseline. */
export const singleTaskName = 'single-task';

/** The metrics of the models of one task each. */
export function singleTaskMetrics({ tasks }: Comparison): PerTask<MetricValues> {
  return Object.fromEntries(Object.entries(tasks).map(([task, { single }]) => [task, single]));
}

/** Each run's comparison with one model a task; undefined unless all have it with these metrics. */
export function singleTaskComparisons(
  runs: readonly RunInfo[],
  part: Comparison['part'],
  metrics: readonly TaskMetric[],
): readonly Comparison[] | undefined {
  const comparisons = runs.flatMap(({ summary }) => summary?.comparison ?? []);
  const isThere = (comparison: Comparison): boolean =>
    comparison.part === part &&
    metrics.every(({ task, metric }) => comparison.tasks[task]?.single[metric] !== undefined);
  return comparisons.length === runs.length && comparisons.every(isThere) ? comparisons : undefined;
}

/**
 * The group to compare with, or undefined for one model a task.
 * @param name `single-task`, a group's name, one of its values (`equal`) or the id of a run of it;
 * by default one model a task where there are, then the group that weighs all losses equally, then
 * the first
 * @throws MtlError of kind `usage` when there is none of that name
 */
export function chooseBaseline(
  groups: readonly RunGroup[],
  hasSingleTasks: boolean,
  name?: string,
): RunGroup | undefined {
  if (hasSingleTasks && (name === undefined || name === singleTaskName)) return undefined;
  const found = name === undefined ? defaultGroup(groups) : namedGroup(groups, name);
  if (found) return found;
  const hint =
    name === singleTaskName
      ? t`Train with "compare": { "singleTask": true } in the experiment, or name another baseline.`
      : suggest(name ?? '', [...groups.map((group) => group.name), singleTaskName], t`Baselines`);
  throw new MtlError({
    kind: 'usage',
    code: 'unknown-baseline',
    message: t`There is no '${name ?? ''}' with these metrics in all of the runs to compare with.`,
    hint,
  });
}

function defaultGroup(groups: readonly RunGroup[]): RunGroup | undefined {
  const isEqual = ({ runs }: RunGroup): boolean => runs[0]?.experiment.balancing.method === 'equal';
  return groups.find(isEqual) ?? groups[0];
}

function namedGroup(groups: readonly RunGroup[], name: string): RunGroup | undefined {
  return (
    groups.find((group) => group.name === name) ??
    groups.find(({ settings }) => Object.values(settings).some((v) => valueText(v) === name)) ??
    groups.find(({ runs }) => runs.some(({ id }) => id === name))
  );
}
