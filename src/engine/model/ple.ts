import type { PleSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { columnPart } from './columns';
import { addExtraction, type Streams } from './extraction';
import type { Model } from './model';
import { Network } from './network';
import { taskPart, within } from './part';
import { addHeads } from './stacks';

/**
 * Progressive layered extraction (Tang et al., RecSys 2020): levels of customised gate control. The
 * experts of a level see what the gates of the level before let through: a task's its gate, the
 * shared ones the shared gate. Through the shared gate of a level every task's loss reaches all its
 * experts, and the gates of the levels below: those are shared, in columns of their own.
 */
export function buildPle(spec: PleSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const { input } = network;
  let streams: Streams = { shared: input, tasks: network.tasks.map(() => input) };
  for (let level = 0; level < spec.levels; level++) {
    streams = addExtraction(network, spec, streams, {
      isLast: level === spec.levels - 1,
      expertsOf: level < spec.levels - 1 ? columnPart : taskPart,
      gateOf: level < spec.levels - 2 ? columnPart : taskPart,
      at: (part) => within(part, `level${level}`),
    });
  }
  return network.model(addHeads(network, spec.heads, streams.tasks));
}
