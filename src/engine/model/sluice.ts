import {
  matMul,
  mul,
  reshape,
  square,
  sum,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { SluiceSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { addColumns, columnPart } from './columns';
import type { Model } from './model';
import { Network } from './network';
import type { Value } from './node';
import { taskPart } from './part';
import { pieces } from './pieces';
import { addPenalties } from './penalties';
import { addHeads } from './stacks';
import { addStitch, mixAll, ownShares } from './stitch';
import { t } from '../../shared/l10n';

/**
 * Sluice networks (Ruder et al., AAAI 2019, 1705.08142): columns as in cross-stitch networks, but
 * what is mixed (α) are subspaces of their layers, kept apart by a penalty on the kernels; a task's
 * head sees a linear combination (β) of all layers of its column. Columns and α are shared, β
 * belongs to the task.
 */
export function buildSluice(spec: SluiceSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const { ownWeight, subspaces, orthogonality } = spec;
  const states = addColumns(network, spec.shared, (columns, layer) =>
    addStitch(network, layer, columns, { ownWeight, subspaces, perUnit: false }),
  );
  const combined = network.tasks.map(({ name }, column) =>
    addLayerMix(
      network,
      name,
      states.flatMap((columns) => columns[column] ?? []),
      ownWeight,
    ),
  );
  const kernels = network.tasks.flatMap(({ name }) =>
    states.map((_, layer) => `${columnPart(name).prefix}/dense${layer}/kernel`),
  );
  return network.model(addHeads(network, spec.heads, combined), {
    penalty: (_, weights) =>
      orthogonality === 0
        ? undefined
        : addPenalties(
            kernels.map((name) => overlap(weights.get(name) as Tensor2D, subspaces, orthogonality)),
          ),
  });
}

/** factor · Σ ‖W_gᵀ W_h‖² over the pairs of a kernel's subspaces, parts of its outputs. */
function overlap(kernel: Tensor2D, subspaces: number, factor: number): Scalar | undefined {
  const parts = pieces(kernel, subspaces, 1);
  const pairs = parts.flatMap((one, index) =>
    parts.slice(index + 1).map((other) => [one, other] as const),
  );
  return addPenalties(
    pairs.map(([one, other]): Scalar => mul(factor, sum(square(matMul(one, other, true))))),
  );
}

/** Adds β: a linear combination of a column's layers, at first mostly the last one. */
function addLayerMix(
  network: Network,
  task: string,
  states: readonly Value[],
  ownWeight: number,
): Value {
  const count = states.length;
  return network.add({
    id: `${taskPart(task).prefix}/layers`,
    kind: 'stitch',
    label: t`layers`,
    task,
    inputs: states,
    shape: states[0]?.shape ?? [],
    parameters: [
      { name: 'weights', shape: [count], initial: ownShares(count, count - 1, ownWeight) },
    ],
    compute: ({ inputs, weight }) => {
      const beta = weight('weights') as Tensor1D;
      return { outputs: mixAll(inputs, reshape(beta, [1, count])), gate: beta };
    },
  });
}
