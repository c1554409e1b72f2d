import type { Experiment } from '../../src/shared/experiment';
import { parseExperiment } from '../../src/shared/parseExperiment';
import type { Workload } from './workload';

/** Names of the workload's tasks, in order. */
export const taskNames = ({ outputs }: Workload): string[] =>
  outputs.map((_, index) => `task${index}`);

/** The experiment that trains the workload for one epoch; its model is that of an MLP workload. */
export function experimentFor(workload: Workload): Experiment {
  const dense = (widths: readonly number[]) =>
    widths.map((width) => ({ dense: width, activation: 'relu' }));
  const tasks = taskNames(workload).map((target, index): [string, object] => [
    target,
    workload.outputs[index] === 1
      ? { type: 'regression', target, scale: 'none' }
      : { type: 'multiclass', target },
  ]);
  const { shared, head } = workload.model === 'mlp' ? workload : { shared: [], head: [] };
  const text = JSON.stringify({
    data: { train: 'random.csv' },
    tasks: Object.fromEntries<object>(tasks),
    model: { shared: dense(shared), heads: { default: dense(head) } },
    balancing: workload.balancing ?? { method: 'equal' },
    training: { epochs: 1, batchSize: workload.batch },
  });
  return parseExperiment(text, 'bench.mtl.json');
}
