import { locate } from '../../shared/jsonText';
import { metricsByTaskType } from '../../shared/metricNames';
import { suggest } from '../../shared/nearest';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { moduleError } from './moduleError';
import type { OwnModule } from './ownModule';

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

/**
 * Whether a module's losses and metrics are functions of tasks that there are, and the metric that
 * is monitored is one of theirs.
 * @throws MtlError of kind `experiment`
 */
export function checkMeasures(source: ExperimentSource, module: OwnModule): void {
  const { losses, metrics } = module.exports;
  checkFunctions(source, module, 'losses', losses);
  for (const [task, ofTask] of Object.entries(metrics)) {
    checkTask(source, module, 'metrics', task);
    checkFunctions(source, module, `metrics.${task}`, ofTask, false);
    for (const [name, metric] of Object.entries(ofTask)) {
      const isTaken = name === 'loss' || Object.values(metricsByTaskType).flat().includes(name);
      if (!isTaken && /^[A-Za-z]\w*$/.test(name)) continue;
      const says = isTaken ? 'is a metric of MTL Lab' : 'is no name of letters, digits and _';
      throw moduleError(
        'bad-metric',
        `metrics.${task}: '${name}' ${says}.`,
        module.placeOf(metric),
      );
    }
  }
  checkMonitor(source, module);
}

function checkFunctions(
  source: ExperimentSource,
  module: OwnModule,
  path: string,
  functions: Functions,
  areTasks = true,
): void {
  for (const [name, value] of Object.entries(functions)) {
    if (areTasks) checkTask(source, module, path, name);
    if (typeof value === 'function') continue;
    throw moduleError('no-function', `${path}.${name} must be a function.`, module.place);
  }
}

function checkTask(source: ExperimentSource, module: OwnModule, path: string, task: string): void {
  const { tasks } = source.experiment;
  if (Object.hasOwn(tasks, task)) return;
  throw moduleError('unknown-task', `${path}: there is no task '${task}'.`, module.place, {
    hint: suggest(task, Object.keys(tasks), 'Tasks'),
  });
}

function checkMonitor(source: ExperimentSource, { exports }: OwnModule): void {
  const { training, tasks } = source.experiment;
  const dot = training.monitor.lastIndexOf('.');
  if (dot === -1) return;
  const [task, metric] = [training.monitor.slice(0, dot), training.monitor.slice(dot + 1)];
  const own = Object.keys(exports.metrics[task] ?? {});
  const reported = ['loss', ...(tasks[task]?.metrics ?? []), ...own];
  if (reported.includes(metric)) return;
  throw moduleError(
    'unknown-monitor',
    `training.monitor: the task '${task}' does not report '${metric}'.`,
    locate(source, ['training', 'monitor']),
    { hint: suggest(metric, reported, `Metrics of '${task}'`) },
  );
}
