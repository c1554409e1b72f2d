import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Encoding } from '../../src/shared/encoding';
import { buildModel } from '../../src/engine/model/buildModel';
import type { Model } from '../../src/engine/model/model';
import { ParameterLayout } from '../../src/engine/model/parameters';
import { experimentFor } from './experiment';
import { lenet } from './lenet';
import { transformer } from './transformer';
import type { Workload } from './workload';

/** A model that no experiment can name yet: its weights in order, and the pass over them. */
export interface Network {
  readonly shapes: readonly (readonly number[])[];
  /** Raw outputs of each head, [batch, outputs]. */
  readonly forward: (input: Tensor2D, weights: readonly Tensor[]) => Tensor2D[];
}

/** The workload's model as the engine's own training step takes it. */
export function buildNetwork(workload: Workload, encoding: Encoding): Model {
  switch (workload.model) {
    case 'mlp':
      return buildModel(experimentFor(workload).model, encoding);
    case 'lenet':
      return asModel(lenet(workload));
    case 'transformer':
      return asModel(transformer(workload));
  }
}

function asModel({ shapes, forward }: Network): Model {
  const layout = new ParameterLayout(
    shapes.map((shape, index) => ({ name: `weight ${index}`, shape, l2: 0, initial: 0 })),
  );
  return {
    layout,
    isStochastic: false,
    graph: {
      nodes: [],
      edges: [],
      parameters: { total: layout.size, shared: layout.size, tasks: {} },
    },
    writers: new Map(),
    forward: ([input], weights) => ({
      outputs: forward(input as Tensor2D, [...weights.values()]),
    }),
  };
}
