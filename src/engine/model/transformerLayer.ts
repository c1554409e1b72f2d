import { t } from '../../shared/l10n';
import { add, mul, relu, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import type { TransformerLayer } from '../../shared/modelSpec';
import { widthOf } from '../../shared/shape';
import { dropoutMask } from '../backend/noise';
import { layerNorm } from '../backend/layerNorm';
import { attend, paddingBias } from './attention';
import { linear, linearParameters } from './denseLayers';
import type { Layer, LayerPass, LayerPlace } from './layer';
import type { NodeParameter } from './node';

/** Between the random numbers of a block's parts: those of the layers beside it are not far. */
const saltsApart = 0x10000;

/**
 * An encoder block of a Transformer (Vaswani et al., 2017, 1706.03762), normalised before each part
 * (Xiong et al., ICML 2020, 2002.04745): x + attention(norm(x)), then x + dense(relu(dense(norm(x)))),
 * with dropout after each part. No token sees padding.
 */
export function transformerLayer(spec: TransformerLayer, place: LayerPlace): Layer {
  const { transformer, heads, dropout } = spec;
  const { name, shape } = place;
  const width = widthOf(shape);
  return {
    name,
    kind: 'transformer',
    label: `Transformer ${transformer} · ${heads} ${heads === 1 ? t`head` : t`heads`}`,
    shape,
    parameters: [...attentionParameters(width), ...feedForwardParameters(width, transformer)],
    isStochastic: dropout > 0,
    apply: (x, pass) => {
      const bias = pass.mask && paddingBias(pass.mask);
      const seen = normalised(x, pass, 'attention/');
      const attended = attention(seen, seen, pass, { heads, bias });
      const y = add(x, dropped(attended, pass, dropout, 0));
      return add(y, dropped(feedForward(y, pass), pass, dropout, 1));
    },
  };
}

/** A normalisation, then queries, keys with values, and the output. */
export function attentionParameters(width: number, prefix = 'attention/'): NodeParameter[] {
  return [
    ...normParameters(width, prefix),
    ...linearParameters(width, width, {}, `${prefix}query/`),
    ...linearParameters(width, 2 * width, {}, `${prefix}memory/`),
    ...linearParameters(width, width, {}, `${prefix}output/`),
  ];
}

export function feedForwardParameters(
  width: number,
  hidden: number,
  prefix = 'dense/',
): NodeParameter[] {
  return [
    ...normParameters(width, prefix),
    ...linearParameters(width, hidden, {}, `${prefix}hidden/`),
    ...linearParameters(hidden, width, {}, `${prefix}output/`),
  ];
}

export function normParameters(width: number, prefix: string): NodeParameter[] {
  return [
    { name: `${prefix}norm/scale`, shape: [width], initial: 1 },
    { name: `${prefix}norm/shift`, shape: [width] },
  ];
}

export function normalised(x: Tensor, { weight }: LayerPass, prefix: string): Tensor {
  const scale = weight(`${prefix}norm/scale`) as Tensor1D;
  return layerNorm(x, scale, weight(`${prefix}norm/shift`) as Tensor1D);
}

interface AttentionOptions {
  readonly heads: number;
  /** Added to the scores, see {@link attend}. */
  readonly bias: Tensor | undefined;
}

/**
 * Multi-head attention of x to a memory.
 * @param x [batch, tokens, width], normalised @param memory [batch, others, width]
 */
export function attention(
  x: Tensor,
  memory: Tensor,
  pass: LayerPass,
  { heads, bias }: AttentionOptions,
  prefix = 'attention/',
): Tensor {
  const query = linear(x, pass, `${prefix}query/`);
  const keysAndValues = linear(memory, pass, `${prefix}memory/`);
  return linear(attend(query, keysAndValues, heads, bias), pass, `${prefix}output/`);
}

/** The dense part of a block: norm(x), hidden units with ReLU, then as wide as x. */
export function feedForward(x: Tensor, pass: LayerPass, prefix = 'dense/'): Tensor {
  const hidden = linear(normalised(x, pass, prefix), pass, `${prefix}hidden/`);
  return linear(relu(hidden), pass, `${prefix}output/`);
}

/** With units set to 0 while training. @param part of the block, whose random numbers are its own */
export function dropped(
  x: Tensor,
  { training, salt }: LayerPass,
  rate: number,
  part: number,
): Tensor {
  return training && rate > 0
    ? mul(x, dropoutMask(training.key, x.shape, rate, salt + part * saltsApart))
    : x;
}
