import type { Experiment } from '../shared/experiment';
import type { ModelGraph, RunInfo, RunStatus } from '../shared/run';
import { isRecord } from '../shared/isRecord';

type Unchecked<Type> = { readonly [Key in keyof Type]?: unknown };

const statuses: readonly RunStatus[] = ['running', 'completed', 'stopped', 'failed'];

/** Whether a value is the content of a `run.json`, as far as what lists and shows runs looks into it. */
export function isRunInfo(value: unknown): value is RunInfo {
  if (!isRecord(value)) return false;
  const run: Unchecked<RunInfo> = value;
  return (
    run.format === 1 &&
    [run.id, run.start, run.experimentFile].every((text) => typeof text === 'string') &&
    typeof run.pid === 'number' &&
    statuses.some((known) => known === run.status) &&
    isExperiment(run.experiment) &&
    isRecord(run.backend) &&
    isRecord(run.rows) &&
    Array.isArray(run.warnings)
  );
}

/** Whether a value is the content of a `model.json`. */
export function isModelGraph(value: unknown): value is ModelGraph {
  if (!isRecord(value)) return false;
  const { nodes, edges, parameters }: Unchecked<ModelGraph> = value;
  return (
    Array.isArray(nodes) &&
    Array.isArray(edges) &&
    isRecord(parameters) &&
    isRecord(parameters['tasks'])
  );
}

function isExperiment(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { name, data, tasks, model, balancing, training }: Unchecked<Experiment> = value;
  return (
    typeof name === 'string' &&
    isRecord(data) &&
    isRecord(tasks) &&
    Object.values(tasks).every((task) => isRecord(task) && Array.isArray(task['metrics'])) &&
    isRecord(model) &&
    isRecord(balancing) &&
    isRecord(training)
  );
}
