import type { Experiment } from './experiment';
import type { ExperimentProblem } from './experimentProblem';
import { t } from './l10n';
import { unknownTasks } from './unknownTasks';

/** Settings of the balancing method that do not apply to the experiment's tasks. */
export function checkBalancing(experiment: Experiment): ExperimentProblem[] {
  const { balancing, tasks } = experiment;
  return [
    ...checkTaskCount(balancing, tasks),
    ...checkWeights(balancing, tasks),
    ...checkSchedule(experiment),
  ];
}

function checkSchedule({ training, balancing }: Experiment): ExperimentProblem[] {
  if (training.schedule === 'joint' || balancing.method === 'equal') return [];
  return [
    {
      path: ['balancing', 'method'],
      at: 'value',
      code: 'unused-setting',
      message: t`balancing.method: '${balancing.method}' has no effect while the schedule is alternating, which takes the tasks one by one.`,
      hint: t`Use "equal", or set training.schedule to "joint".`,
    },
  ];
}

function checkTaskCount(
  { method }: Experiment['balancing'],
  tasks: Experiment['tasks'],
): ExperimentProblem[] {
  if (method === 'equal' || method === 'fixed' || Object.keys(tasks).length > 1) return [];
  return [
    {
      path: ['balancing', 'method'],
      at: 'value',
      code: 'needs-two-tasks',
      message: t`balancing.method: '${method}' balances tasks, and there is only one.`,
      hint: t`Use "equal", or add a task.`,
    },
  ];
}

function checkWeights(
  balancing: Experiment['balancing'],
  tasks: Experiment['tasks'],
): ExperimentProblem[] {
  if (balancing.method !== 'fixed' && balancing.method !== 'stch') return [];
  if (balancing.weights === undefined) return [];
  const { weights } = balancing;
  const path = ['balancing', 'weights'];
  if (balancing.method === 'stch' && balancing.normalise === 'nadir') {
    return [
      {
        path,
        at: 'key',
        code: 'unused-setting',
        message: t`balancing.weights has no effect while losses are normalised by their nadir.`,
        hint: t`Add "normalise": "none", or remove the weights.`,
      },
    ];
  }
  const missing = Object.keys(tasks).filter((task) => !Object.hasOwn(weights, task));
  return [
    ...unknownTasks(Object.keys(weights), tasks, path),
    ...missing.map((task) => ({
      path,
      at: 'value' as const,
      code: 'missing-weight',
      message: t`balancing.weights has no weight for the task '${task}'.`,
      hint: t`Add "${task}": 1, for example.`,
    })),
  ];
}
