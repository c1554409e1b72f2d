import { locate } from '../../shared/jsonText';
import { isOwnMetric } from '../../shared/metricNames';
import { suggest } from '../../shared/nearest';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { moduleError } from './moduleError';
import type { OwnModule } from './ownModule';
import { t } from '../../shared/l10n';

/**
 * Whether a module's losses and metrics are functions of tasks that there are, and it has the
 * metrics that the experiment names.
 * @throws MtlError of kind `experiment`
 */
export function checkMeasures(source: ExperimentSource, module: OwnModule): void {
  const { losses, metrics } = module.exports;
  const { tasks } = source.experiment;
  for (const [path, byTask] of Object.entries({ losses, metrics })) {
    const unknown = Object.keys(byTask).find((task) => !Object.hasOwn(tasks, task));
    if (unknown === undefined) continue;
    throw moduleError('unknown-task', t`${path}: there is no task '${unknown}'.`, module.place, {
      hint: suggest(unknown, Object.keys(tasks), 'Tasks'),
    });
  }
  checkFunctions(module, 'losses', losses);
  for (const [task, spec] of Object.entries(tasks)) {
    const own = metrics[task] ?? {};
    checkFunctions(module, `metrics.${task}`, own);
    for (const [index, name] of spec.metrics.entries()) {
      if (!isOwnMetric(name) || Object.hasOwn(own, name)) continue;
      throw moduleError(
        'unknown-metric',
        t`The module has no metrics.${task}.${name}.`,
        locate(source, ['tasks', task, 'metrics', index]),
        {
          hint:
            Object.keys(own).length > 0
              ? suggest(name, Object.keys(own), t`Its metrics of '${task}'`)
              : undefined,
        },
      );
    }
  }
}

function checkFunctions(
  module: OwnModule,
  path: string,
  functions: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(functions)) {
    if (typeof value === 'function') continue;
    throw moduleError('no-function', t`${path}.${name} must be a function.`, module.place);
  }
}
