import {
  add,
  cast,
  concat,
  fill,
  gather,
  reshape,
  slice,
  tensor,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { EncodedTask } from '../../shared/encoding';
import type { DecoderSpec } from '../../shared/experiment';
import { widthOf } from '../../shared/shape';
import { startId } from '../../shared/specialTokens';
import { paddingBias } from './attention';
import { linear, linearParameters } from './denseLayers';
import { writtenInput } from './inputs';
import type { LayerPass } from './layer';
import type { Network } from './network';
import type { NodeParameter, Value } from './node';
import { taskPart } from './part';
import {
  attention,
  attentionParameters,
  dropped,
  feedForward,
  feedForwardParameters,
  normalised,
  normParameters,
} from './transformerLayer';

/** Starting values of vectors of tokens and places. */
const initial = { limit: 0.1 };
const outOfSight = 1e9;

/**
 * Adds the decoder of a sequence task: a Transformer (Vaswani et al., 2017, 1706.03762), normalised
 * before each part, whose tokens attend to those written before them and to the states of a text.
 * @param states [batch, tokens, width], with a mask
 * @returns logits of each token, [batch, target tokens, vocabulary - 1]: from the id 1 on
 */
export function addDecoder(network: Network, task: EncodedTask, states: Value): Value {
  const { name, spec, outputs, targetShape = [] } = task;
  const [written] = writtenInput(task);
  if (spec.type !== 'sequence' || !written) throw new Error(`${name} writes nothing`);
  const { decoder } = spec;
  const [tokens = 1] = targetShape;
  const width = widthOf(states.shape);
  const blocks = Array.from({ length: decoder.layers }, (_, index) => `block${index}/`);
  return network.add({
    id: `${taskPart(name).prefix}/decoder`,
    kind: 'output',
    label: `decoder ${decoder.layers} × ${decoder.hidden}`,
    task: name,
    inputs: [states, written],
    shape: [tokens, outputs],
    parameters: [
      { name: 'vectors', shape: [outputs + 1, width], initial },
      { name: 'positions', shape: [tokens, width], initial },
      ...blocks.flatMap((prefix) => blockParameters(width, decoder, prefix)),
      ...normParameters(width, 'last/'),
      ...linearParameters(width, outputs, {}, 'output/'),
    ],
    isStochastic: decoder.dropout > 0,
    compute: ({ inputs: [memory, ids], masks: [mask], ...rest }) => {
      if (!memory || !ids) throw new Error('the decoder lacks an input');
      const pass: LayerPass = { ...rest, mask };
      const start = embedded(shifted(ids), pass);
      const y = blocks.reduce(
        (x, prefix, index) =>
          block(x, memory, { ...pass, salt: pass.salt + index }, decoder, prefix),
        start,
      );
      return { outputs: [linear(normalised(y, pass, 'last/'), pass, 'output/')] };
    },
  });
}

function blockParameters(width: number, { hidden }: DecoderSpec, prefix: string): NodeParameter[] {
  return [
    ...attentionParameters(width, `${prefix}written/`),
    ...attentionParameters(width, `${prefix}source/`),
    ...feedForwardParameters(width, hidden, `${prefix}dense/`),
  ];
}

function block(
  x: Tensor,
  memory: Tensor,
  pass: LayerPass,
  { heads, dropout }: DecoderSpec,
  prefix: string,
): Tensor {
  const [, tokens = 1] = x.shape;
  const seen = normalised(x, pass, `${prefix}written/`);
  const own = attention(seen, seen, pass, { heads, bias: causalBias(tokens) }, `${prefix}written/`);
  const y = add(x, dropped(own, pass, dropout, 0));
  const asked = normalised(y, pass, `${prefix}source/`);
  const bias = pass.mask && paddingBias(pass.mask);
  const source = attention(asked, memory, pass, { heads, bias }, `${prefix}source/`);
  const z = add(y, dropped(source, pass, dropout, 1));
  return add(z, dropped(feedForward(z, pass, `${prefix}dense/`), pass, dropout, 2));
}

/** What each token sees as the one before it: the start, then all but the last. */
function shifted(ids: Tensor): Tensor {
  const [batch = 1, tokens = 1] = ids.shape;
  const start = fill([batch, 1], startId);
  return cast(concat([start, slice(ids, [0, 0], [batch, tokens - 1])], 1), 'int32');
}

function embedded(ids: Tensor, { weight }: LayerPass): Tensor {
  const vectors = weight('vectors');
  const places: Tensor1D = reshape(ids, [-1]);
  const flat = gather(vectors, places);
  const [batch = 1, tokens = 1] = ids.shape;
  const width = widthOf(vectors.shape);
  return add(reshape(flat, [batch, tokens, width]), slice(weight('positions'), 0, tokens));
}

/** No token sees those after it, [1, 1, tokens, tokens]. */
function causalBias(tokens: number): Tensor {
  const bias = Float32Array.from({ length: tokens * tokens }, (_, index) =>
    index % tokens > Math.floor(index / tokens) ? -outOfSight : 0,
  );
  return tensor(bias, [1, 1, tokens, tokens]);
}
