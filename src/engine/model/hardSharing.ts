import type { HardSharingSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { layersOf } from './layers';
import type { Model } from './model';
import { Network } from './network';
import { sharedPart } from './part';
import { addHeads, addStack } from './stacks';

/** Hard parameter sharing (Caruana, 1993): one shared stack, a head a task on its output. */
export function buildHardSharing({ shared, heads }: HardSharingSpec, encoding: Encoding): Model {
  const network = new Network(encoding);
  const z = addStack(network, sharedPart, layersOf(shared, encoding.width), network.input);
  const outputs = addHeads(
    network,
    heads,
    network.tasks.map(() => z),
  );
  return network.model(outputs, { representation: z });
}
