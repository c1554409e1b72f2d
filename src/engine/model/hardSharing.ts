import type { HardSharingSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { layersOf } from './layers';
import type { Model } from './model';
import { Network } from './network';
import { sharedPart } from './part';
import { addHeads, addStack } from './stacks';

/** Hard parameter sharing (Caruana, 1993): one shared stack, a head a task on its output. */
export function buildHardSharing(spec: HardSharingSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const { input } = network;
  const z = addStack(network, sharedPart, layersOf(spec.shared, input.shape), input);
  const outputs = addHeads(
    network,
    spec.heads,
    network.tasks.map(() => z),
  );
  return network.model(outputs, { representation: z });
}
