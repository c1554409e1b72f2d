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

export interface ExtractionLevel {
  /** Whether no further level follows. */
  readonly isLast: boolean;
  /** Where the level's nodes are within a part. */
  readonly at?: (part: Part) => Part;
  /** The part of a task's experts, and of its gate. */
  readonly expertsOf?: (task: string) => Part;
  readonly gateOf?: (task: string) => Part;
}

/**
 * Adds a level of customised gate control (Tang et al., RecSys 2020): experts that are shared and
 * experts of each task. A task's gate, on what the task's experts see, mixes the shared ones, then
 * its own; where another level follows, a shared gate mixes all: the shared ones, then each task's.
 * Own experts and gates belong to their tasks unless `expertsOf` and `gateOf` say otherwise: what
 * other tasks' losses reach through a shared gate is shared.
 */
export function addExtraction(
  network: Network,
  { shared, sharedExperts, taskExperts }: Pick<CgcSpec, 'shared' | 'sharedExperts' | 'taskExperts'>,
  from: Streams,
  { isLast, at = (part) => part, expertsOf = taskPart, gateOf = taskPart }: ExtractionLevel,
): Streams {
  const common = addExperts(network, at(sharedPart), sharedExperts, shared, from.shared);
  const own = network.perTask(from.tasks, ({ name }, stream) =>
    addExperts(network, at(expertsOf(name)), taskExperts, shared, stream),
  );
  const tasks = network.perTask(from.tasks, ({ name }, stream, index) =>
    addGate(network, at(gateOf(name)), stream, [...common, ...(own[index] ?? [])]),
  );
  if (isLast) return { shared: from.shared, tasks };
  return {
    shared: addGate(network, at(sharedPart), from.shared, [...common, ...own.flat()]),
    tasks,
  };
}
