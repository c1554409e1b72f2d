import {
  add,
  argMax,
  customGrad,
  div,
  mul,
  oneHot,
  pow,
  reshape,
  softmax,
  type Scalar,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { LearnedBranchingSpec } from '../../shared/modelSpec';
import { gumbelNoise } from '../backend/noise';
import type { Encoding } from '../../shared/encoding';
import { addColumns } from './columns';
import type { Model } from './model';
import { Network } from './network';
import type { NodePass, Value } from './node';
import { sharedPart } from './part';
import { addHeads } from './stacks';
import { mixAll } from './stitch';
import { t } from '../../shared/l10n';

/**
 * Learning to branch (Guo et al., ICML 2020, 2006.01895): as many layers side by side as there are
 * tasks. Each layer, and each head, chooses the one below that it goes on from: drawn by Gumbel
 * softmax while training, the most probable one otherwise. Layers and choices are shared.
 */
export function buildLearnedBranching(spec: LearnedBranchingSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const states = addColumns(network, spec.shared, (columns, layer) =>
    addBranching(network, layer, columns, spec),
  );
  return network.model(addHeads(network, spec.heads, states.at(-1) ?? []));
}

function addBranching(
  network: Network,
  index: number,
  parents: readonly Value[],
  spec: LearnedBranchingSpec,
): readonly Value[] {
  const count = parents.length;
  return network.addMany({
    id: `${sharedPart.prefix}/branch${index}`,
    kind: 'gate',
    label: t`branch`,
    inputs: parents,
    shape: parents[0]?.shape ?? [],
    outputs: count,
    // [child, parent]
    parameters: [{ name: 'logits', shape: [count, count], initial: 0 }],
    isStochastic: true,
    compute: ({ inputs, weight, training, salt }) => {
      const logits = weight('logits') as Tensor2D;
      const choice = training ? drawn(logits, spec, training, salt) : mostProbable(logits);
      return {
        outputs: mixAll(inputs, choice),
        gate: reshape(softmax(logits), [-1]),
      };
    },
  });
}

/** One parent for each child, drawn with the probabilities softmax(logits). */
function drawn(
  logits: Tensor2D,
  { temperature, annealing }: LearnedBranchingSpec,
  { key, epoch }: NonNullable<NodePass['training']>,
  salt: number,
): Tensor2D {
  const tau: Scalar = mul(temperature, pow(add(epoch, 1), -annealing));
  const noise = gumbelNoise<Tensor2D>(key, logits.shape, salt);
  return straightThrough(softmax(div(add(logits, noise), tau)));
}

/** One-hot rows of the largest elements, with the gradient of the rows themselves. */
const straightThrough = customGrad((soft) => ({
  value: mostProbable(soft as Tensor2D),
  gradFunc: (dy: Tensor) => dy,
})) as (soft: Tensor2D) => Tensor2D;

function mostProbable(rows: Tensor2D): Tensor2D {
  return oneHot(argMax(rows, 1), rows.shape[1], 1, 0, 'float32') as Tensor2D;
}
