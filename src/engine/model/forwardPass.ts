import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { deriveSeed } from '../../shared/random';
import type { TrainingInputs } from './model';
import type { NetworkNode, Value } from './node';
import type { Weights } from './parameters';

export interface Results {
  /** @throws Error when no node of the pass computed the value */
  readonly read: (value: Value) => Tensor;
  /** By the id of their node. */
  readonly gates: Readonly<Record<string, Tensor1D>>;
  readonly penalties: readonly (Scalar | undefined)[];
}

/**
 * Computes nodes in order.
 * @param given outputs of nodes that are not among them, by id
 */
export function runNodes(
  nodes: readonly NetworkNode[],
  given: ReadonlyMap<string, readonly Tensor[]>,
  weights: Weights,
  training: TrainingInputs | undefined,
): Results {
  const outputs = new Map(given);
  const read = ({ node, output }: Value): Tensor => {
    const tensor = outputs.get(node)?.[output];
    if (!tensor) throw new Error(`nothing computed output ${output} of ${node}`);
    return tensor;
  };
  const gates: Record<string, Tensor1D> = {};
  const penalties: (Scalar | undefined)[] = [];
  for (const node of nodes) {
    const result = node.compute({
      inputs: node.inputs.map(read),
      masks: node.inputs.map(({ mask }) => mask && read(mask)),
      weight: (name) => weightOf(weights, `${node.id}/${name}`),
      training,
      salt: deriveSeed(0, node.id),
    });
    outputs.set(node.id, result.outputs);
    penalties.push(result.penalty);
    if (result.gate) gates[node.id] = result.gate;
  }
  return { read, gates, penalties };
}

function weightOf(weights: Weights, name: string) {
  const weight = weights.get(name);
  if (!weight) throw new Error(`no weight ${name}`);
  return weight;
}
