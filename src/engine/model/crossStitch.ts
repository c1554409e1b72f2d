import type { CrossStitchSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { addColumns } from './columns';
import type { Model } from './model';
import { Network } from './network';
import { addHeads } from './stacks';
import { addStitch } from './stitch';

/**
 * Cross-stitch networks (Misra et al., CVPR 2016, 1604.03539): a column of layers for each task, and
 * after each dense layer a unit that gives every column a linear combination of all. Every column
 * reaches every task, so columns and units are shared.
 */
export function buildCrossStitch(spec: CrossStitchSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const { ownWeight, perUnit } = spec;
  const states = addColumns(network, spec.shared, (columns, layer) =>
    addStitch(network, layer, columns, { ownWeight, perUnit, subspaces: 1 }),
  );
  return network.model(addHeads(network, spec.heads, states.at(-1) ?? []));
}
