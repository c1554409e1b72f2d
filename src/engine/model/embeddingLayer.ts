import {
  add,
  gather,
  reshape,
  tensor2d,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { EmbeddingLayer } from '../../shared/modelSpec';
import type { Layer, LayerPlace } from './layer';

/** Starting values are uniform up to this: vectors of tokens then differ, and gates stay open. */
const limit = 0.1;

/** A vector for each token: ids [batch, tokens] give [batch, tokens, units]. */
export function embeddingLayer(
  { embedding, positions }: EmbeddingLayer,
  { name, input, shape, vocabulary }: LayerPlace,
): Layer {
  const [tokens = 0] = input;
  if (vocabulary === undefined) throw new Error(`${name} is not the first layer of a text`);
  const isLearned = positions === 'learned';
  return {
    name,
    kind: 'embedding',
    label: `embedding ${embedding}`,
    shape,
    parameters: [
      { name: 'vectors', shape: [vocabulary, embedding], initial: { limit } },
      ...(isLearned ? [{ name: 'positions', shape: [tokens, embedding], initial: { limit } }] : []),
    ],
    apply: (x, { weight }) => {
      const ids: Tensor1D = reshape(x, [-1]);
      const vectors: Tensor = reshape(gather(weight('vectors'), ids), [-1, ...shape]);
      if (positions === 'none') return vectors;
      return add(vectors, isLearned ? weight('positions') : sinusoids(tokens, embedding));
    },
  };
}

/** Sines and cosines of the place, [tokens, units] (Vaswani et al., 2017, 1706.03762), in the range of the vectors. */
function sinusoids(tokens: number, units: number): Tensor2D {
  const waves = Float32Array.from({ length: tokens * units }, (_, index) => {
    const unit = index % units;
    const angle = Math.floor(index / units) / 10000 ** ((unit - (unit % 2)) / units);
    return limit * (unit % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
  });
  return tensor2d(waves, [tokens, units]);
}
