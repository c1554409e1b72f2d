import type { CgcSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { addExtraction } from './extraction';
import type { Model } from './model';
import { Network } from './network';
import { addHeads } from './stacks';

/** Customised gate control: one level of progressive layered extraction (Tang et al., RecSys 2020). */
export function buildCgc(spec: CgcSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const { input } = network;
  const from = { shared: input, tasks: network.tasks.map(() => input) };
  const { tasks } = addExtraction(network, spec, from, { isLast: true });
  return network.model(addHeads(network, spec.heads, tasks));
}
