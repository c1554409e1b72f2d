import type { Tensor } from '@tensorflow/tfjs-core';
import { runNodes } from './forwardPass';
import type { NetworkNode, Value } from './node';
import type { Weights } from './parameters';

/** What a model does to write a text: one pass over a row, then one for each token. */
export interface Writer {
  /** Shapes of what each token's pass sees of a row: states of tokens, masks. */
  readonly seen: readonly (readonly number[])[];
  /** @param inputs the features, in the order of `inputsOf` @returns [batch, ...shape] each */
  encode(inputs: readonly Tensor[], weights: Weights): readonly Tensor[];
  /**
   * @param seen of `encode` @param written [batch, tokens], of any length
   * @returns logits of each token, [batch, tokens, vocabulary - 1]
   */
  decode(seen: readonly Tensor[], written: Tensor, weights: Weights): Tensor;
}

/**
 * Cuts a network in two: what depends on the text that is written, and what does not.
 * @param written the input that has the text @param given the features by node
 */
export function writerOf(
  nodes: readonly NetworkNode[],
  output: Value,
  written: Value,
  given: (inputs: readonly Tensor[]) => ReadonlyMap<string, readonly Tensor[]>,
): Writer {
  const later = following(nodes, written.node);
  const isLater = new Set([written.node, ...later.map(({ id }) => id)]);
  const seen = later
    .flatMap(({ inputs }) =>
      inputs.flatMap((value) => (value.mask ? [value, value.mask] : [value])),
    )
    .filter(({ node }) => !isLater.has(node));
  const earlier = leadingTo(nodes, seen);
  return {
    seen: seen.map(({ shape }) => shape),
    encode: (inputs, weights) =>
      seen.map(runNodes(earlier, given(inputs), weights, undefined).read),
    decode: (values, text, weights) => {
      const known = new Map<string, Tensor[]>([[written.node, [text]]]);
      seen.forEach(({ node, output }, index) => {
        const outputs = known.get(node) ?? [];
        outputs[output] = values[index] as Tensor;
        known.set(node, outputs);
      });
      return runNodes(later, known, weights, undefined).read(output);
    },
  };
}

/** The nodes that see a node, or one that does. */
function following(nodes: readonly NetworkNode[], start: string): readonly NetworkNode[] {
  const known = new Set([start]);
  return nodes.filter(({ id, inputs }) => {
    const sees = inputs.some(({ node }) => known.has(node));
    if (sees) known.add(id);
    return sees;
  });
}

/** The nodes that values are computed by. */
function leadingTo(nodes: readonly NetworkNode[], values: readonly Value[]): NetworkNode[] {
  const needed = new Set(values.map(({ node }) => node));
  const leading = nodes.toReversed().filter(({ id, inputs }) => {
    if (!needed.has(id)) return false;
    inputs.forEach(({ node }) => needed.add(node));
    return true;
  });
  return leading.reverse();
}
