import type { MmoeSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { addGate } from './gate';
import type { Model } from './model';
import { Network } from './network';
import { sharedPart, taskPart } from './part';
import { addExperts, addHeads } from './stacks';

/**
 * Multi-gate mixture of experts (Ma et al., KDD 2018): every task mixes the same experts by a
 * softmax gate of its own on the input; with one gate, all tasks see the same mixture. Experts are
 * shared; gates belong to their tasks, the one gate is shared.
 */
export function buildMmoe(spec: MmoeSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const { input, tasks } = network;
  const experts = addExperts(network, sharedPart, spec.experts, spec.shared, input);
  if (spec.oneGate) {
    const z = addGate(network, sharedPart, input, experts);
    const outputs = addHeads(
      network,
      spec.heads,
      tasks.map(() => z),
    );
    return network.model(outputs, { representation: z });
  }
  const mixtures = tasks.map(({ name }) => addGate(network, taskPart(name), input, experts));
  return network.model(addHeads(network, spec.heads, mixtures));
}
