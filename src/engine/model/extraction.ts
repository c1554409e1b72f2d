import type { CgcSpec } from '../../shared/modelSpec';
import { addGate } from './gate';
import type { Network } from './network';
import type { Value } from './node';
import { sharedPart, taskPart, type Part } from './part';
import { addExperts } from './stacks';

/** What the shared experts and each task's experts see. */
export interface Streams {
  readonly shared: Value;
  readonly tasks: readonly Value[];
}

/**
 * Adds a level of customised gate control (Tang et al., RecSys 2020): experts that are shared and
 * experts of each task. A task's gate, on what the task's experts see, mixes the shared ones, then
 * its own; where another level follows, a shared gate mixes all: the shared ones, then each task's.
 * Shared experts and the shared gate are shared; own experts and gates belong to their tasks, though
 * through the shared gate other tasks' losses depend on them, too.
 */
export function addExtraction(
  network: Network,
  { shared, sharedExperts, taskExperts }: Pick<CgcSpec, 'shared' | 'sharedExperts' | 'taskExperts'>,
  from: Streams,
  { isLast, at = (part) => part }: { readonly isLast: boolean; readonly at?: (part: Part) => Part },
): Streams {
  const common = addExperts(network, at(sharedPart), sharedExperts, shared, from.shared);
  const own = network.perTask(from.tasks, ({ name }, stream) =>
    addExperts(network, at(taskPart(name)), taskExperts, shared, stream),
  );
  const tasks = network.perTask(from.tasks, ({ name }, stream, index) =>
    addGate(network, at(taskPart(name)), stream, [...common, ...(own[index] ?? [])]),
  );
  if (isLast) return { shared: from.shared, tasks };
  return {
    shared: addGate(network, at(sharedPart), from.shared, [...common, ...own.flat()]),
    tasks,
  };
}
