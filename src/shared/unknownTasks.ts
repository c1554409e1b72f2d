import type { Experiment } from './experiment';
import type { ExperimentProblem } from './experimentProblem';
import { t } from './l10n';
import { suggest } from './nearest';

/** A problem for each of the names, keys of the object at `path`, that no task has. */
export function unknownTasks(
  names: readonly string[],
  tasks: Experiment['tasks'],
  path: readonly string[],
): ExperimentProblem[] {
  return names
    .filter((name) => !Object.hasOwn(tasks, name))
    .map((name) => ({
      path: [...path, name],
      at: 'key',
      code: 'unknown-task',
      message: t`${path.join('.')}: there is no task '${name}'.`,
      hint: suggest(name, Object.keys(tasks), t`Tasks`),
    }));
}
