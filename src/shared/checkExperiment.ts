import { checkBalancing } from './checkBalancing';
import { checkArchitecture } from './checkArchitecture';
import { checkLayers } from './checkLayers';
import { checkPictures } from './checkPictures';
import { checkTokens } from './checkTokens';
import type { Experiment, TaskType } from './experiment';
import { formatPath, type ExperimentProblem } from './experimentProblem';
import { t } from './l10n';
import { isOwnMetric, metricsByTaskType } from './metricNames';
import { suggest } from './nearest';
import { ownValue } from './ownValue';
import { targetColumns } from './targetColumns';
import { isTaskName } from './taskName';
import { unknownTasks } from './unknownTasks';

/** What a schema cannot say: names that refer to nothing, and settings that contradict each other. */
export function checkExperiment(experiment: Experiment): ExperimentProblem[] {
  return [
    ...checkSplit(experiment),
    ...checkFeatures(experiment),
    ...checkTaskNames(experiment),
    ...checkArchitecture(experiment),
    ...checkTokens(experiment),
    ...checkLayers(experiment),
    ...checkPictures(experiment),
    ...checkBalancing(experiment),
    ...checkMetrics(experiment),
    ...checkMonitor(experiment),
  ];
}

/** Tasks with one label a row. */
const hasProportions: ReadonlySet<TaskType> = new Set(['binary', 'multiclass']);

function checkSplit({ data, tasks }: Experiment): ExperimentProblem[] {
  const { validation, test, stratify } = data.split;
  const problems: ExperimentProblem[] = [];
  if (validation + (data.test === undefined ? test : 0) >= 1) {
    problems.push({
      path: ['data', 'split'],
      at: 'value',
      code: 'no-training-rows',
      message: t`data.split leaves no rows to train on.`,
      hint: t`validation and test together must be less than 1.`,
    });
  }
  const stratum = stratify === undefined ? undefined : tasks[stratify];
  if (stratify !== undefined && stratum && !hasProportions.has(stratum.type)) {
    problems.push({
      path: ['data', 'split', 'stratify'],
      at: 'value',
      code: 'cannot-stratify',
      message: t`data.split.stratify: '${stratify}' is a ${stratum.type} task; its values have no proportions.`,
      hint: t`Name a binary or multiclass task, or a column with few values.`,
    });
  }
  return problems;
}

function checkFeatures({ data, tasks }: Experiment): ExperimentProblem[] {
  return Object.keys(data.features ?? {}).flatMap((feature): ExperimentProblem[] => {
    const path = ['data', 'features', feature];
    const task = Object.entries(tasks).find(([, spec]) =>
      targetColumns(spec).includes(feature),
    )?.[0];
    if (task !== undefined) {
      return [
        {
          path,
          at: 'key',
          code: 'target-as-feature',
          message: t`'${feature}' is the target of the task '${task}': the model must not see it.`,
          hint: t`Remove it from data.features.`,
        },
      ];
    }
    if (!data.ignore.includes(feature)) return [];
    return [
      {
        path,
        at: 'key',
        code: 'ignored-feature',
        message: t`'${feature}' is a feature and is in data.ignore.`,
        hint: t`Remove it from one of the two.`,
      },
    ];
  });
}

function checkTaskNames({ tasks, model }: Experiment): ExperimentProblem[] {
  const problems = Object.keys(tasks).flatMap((name): ExperimentProblem[] =>
    isTaskName(name)
      ? []
      : [{ path: ['tasks', name], at: 'key', code: 'bad-name', message: reserved(name) }],
  );
  const heads = Object.keys(model.heads).filter((head) => head !== 'default');
  return [...problems, ...unknownTasks(heads, tasks, ['model', 'heads'])];
}

function reserved(name: string): string {
  return name === 'default'
    ? t`A task cannot be named 'default': in model.heads that is the head of every task.`
    : t`A task cannot be named '${name}': JavaScript uses this name itself.`;
}

/** Metrics that only an own model has; which ones it has is known once it is loaded. */
function checkMetrics({ tasks, model }: Experiment): ExperimentProblem[] {
  if (model.architecture === 'module') return [];
  return Object.entries(tasks).flatMap(([task, { type, metrics }]) =>
    metrics.flatMap((metric, index) => {
      if (!isOwnMetric(metric)) return [];
      const path = ['tasks', task, 'metrics', index];
      const message = `${formatPath(path)}: '${metric}' is a metric of an own model only.`;
      const hint = suggest(metric, metricsByTaskType[type], 'Metrics');
      return [{ path, at: 'value', code: 'unknown-metric', message, hint } as const];
    }),
  );
}

function checkMonitor({ training, tasks }: Experiment): ExperimentProblem[] {
  const { monitor } = training;
  if (monitor === 'loss') return [];
  const dot = monitor.lastIndexOf('.');
  const problem = { path: ['training', 'monitor'], at: 'value', code: 'unknown-monitor' } as const;
  const name = monitor.slice(0, Math.max(dot, 0));
  const metric = monitor.slice(dot + 1);
  const task = ownValue(tasks, name);
  if (!task) {
    const choices = Object.entries(tasks).map(
      ([each, { metrics }]) => `${each}.${metrics[0] ?? ''}`,
    );
    return [
      {
        ...problem,
        message: t`training.monitor: '${monitor}' is neither "loss" nor "<task>.<metric>" of a task.`,
        hint: suggest(monitor, ['loss', ...choices], t`For example`),
      },
    ];
  }
  // Only what the task reports is there to be monitored.
  const reported = ['loss', ...task.metrics];
  if (reported.includes(metric)) return [];
  const exists = metricsByTaskType[task.type].includes(metric);
  return [
    {
      ...problem,
      message: t`training.monitor: the task '${name}' does not report '${metric}'.`,
      hint: exists
        ? t`Add "${metric}" to tasks.${name}.metrics.`
        : suggest(metric, reported, t`Metrics of '${name}'`),
    },
  ];
}
