import { t } from '../../shared/l10n';
import {
  add,
  concat,
  expandDims,
  fill,
  mul,
  reverse,
  squeeze,
  stack,
  sub,
  transpose,
  unstack,
  zeros,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { GruLayer } from '../../shared/modelSpec';
import { widthOf } from '../../shared/shape';
import { linear } from './denseLayers';
import type { Layer, LayerPass, LayerPlace } from './layer';
import type { NodeParameter } from './node';
import { gatedRecurrence } from './recurrence';

/**
 * Gated recurrent units (Cho et al., EMNLP 2014, 1406.1078) as PyTorch computes them: the reset gate
 * acts on the product with the state. [batch, tokens, in] gives the states [batch, tokens, units],
 * of both directions beside each other. Padding leaves the state as it is.
 */
export function gruLayer({ gru, bidirectional }: GruLayer, place: LayerPlace): Layer {
  const { name, input, shape } = place;
  const directions = bidirectional ? ['forward/', 'backward/'] : ['forward/'];
  return {
    name,
    kind: 'gru',
    label: `GRU ${gru}${bidirectional ? t` · both directions` : ''}`,
    shape,
    parameters: directions.flatMap((prefix) => gruParameters(widthOf(input), gru, prefix)),
    apply: (x, pass) => gruStates(x, pass, directions),
  };
}

/** Uniform up to one over the root of the units, as in PyTorch; gates are reset, update, new. */
function gruParameters(inputs: number, units: number, prefix: string): NodeParameter[] {
  const initial = { limit: 1 / Math.sqrt(units) };
  const parameter = (name: string, shape: readonly number[]): NodeParameter => ({
    name: `${prefix}${name}`,
    shape,
    initial,
  });
  return [
    parameter('kernel', [inputs, 3 * units]),
    parameter('bias', [3 * units]),
    parameter('recurrent/kernel', [units, 3 * units]),
    parameter('recurrent/bias', [3 * units]),
  ];
}

/** The states of all directions beside each other, in the order of the tokens. */
function gruStates(x: Tensor, { weight, mask }: LayerPass, prefixes: readonly string[]): Tensor {
  // Token by token, so that the states' loop cuts and joins without moving an element.
  const byToken = transpose(x, [1, 0, 2]);
  const inOrder = (each: Tensor, index: number): Tensor =>
    prefixes[index] === 'backward/' ? reverse(each, 0) : each;
  const weights = (name: string) => stack(prefixes.map((prefix) => weight(`${prefix}${name}`)));
  const kernel = weights('recurrent/kernel') as Tensor3D;
  const kept = mask && keepingState(transpose(mask), kernel.shape[1]);
  const given = prefixes.map((prefix, index) => {
    const each = linear(byToken, { weight }, prefix);
    return inOrder(kept ? add(each, kept) : each, index);
  });
  const states = gatedRecurrence(
    stack(given) as Tensor4D,
    kernel,
    expandDims<Tensor3D>(weights('recurrent/bias'), 1),
  );
  // TensorFlow.js has no gradient for what is unstacked into one.
  const byDirection = prefixes.length > 1 ? unstack(states) : [squeeze(states, [0])];
  return transpose(concat(byDirection.map(inOrder), 2), [1, 0, 2]);
}

/** Beside it, nothing that a gate is told opens or shuts it. */
const whollyOpen = 1e9;

/** What opens the update gate where there is only padding. @param mask [tokens, batch] */
function keepingState(mask: Tensor, units: number): Tensor {
  const update = concat([zeros([units]), fill([units], whollyOpen), zeros([units])]);
  return mul(expandDims(sub(1, mask), 2), update);
}
