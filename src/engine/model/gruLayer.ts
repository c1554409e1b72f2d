import { t } from '../../shared/l10n';
import {
  add,
  concat,
  expandDims,
  matMul,
  mul,
  sigmoid,
  split,
  stack,
  sub,
  tanh,
  unstack,
  zeros,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { GruLayer } from '../../shared/modelSpec';
import { widthOf } from '../../shared/shape';
import { linear } from './denseLayers';
import type { Layer, LayerPass, LayerPlace } from './layer';
import type { NodeParameter } from './node';

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
    apply: (x, pass) => {
      const steps = directions.map((prefix) => gruStates(x, pass, prefix));
      return steps.length === 1 ? (steps[0] as Tensor) : concat(steps, 2);
    },
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

/** The states of one direction, in the order of the tokens. */
function gruStates(x: Tensor, { weight, mask }: LayerPass, prefix: string): Tensor {
  const isBackward = prefix === 'backward/';
  const inOrder = <Item>(items: readonly Item[]): Item[] =>
    isBackward ? [...items].reverse() : [...items];
  const given = inOrder(unstack(linear(x, { weight }, prefix), 1)) as Tensor2D[];
  const present = mask && inOrder(unstack(expandDims(mask, 2), 1));
  const kernel = weight(`${prefix}recurrent/kernel`) as Tensor2D;
  const bias = weight(`${prefix}recurrent/bias`);
  let state = zeros<Tensor2D['rankType']>([x.shape[0] ?? 0, kernel.shape[0]]);
  const states = given.map((step, index) => {
    const next = nextState(step, state, add(matMul(state, kernel), bias));
    const isPresent = present?.[index];
    state = isPresent ? add(state, mul(isPresent, sub(next, state))) : next;
    return state;
  });
  return stack(inOrder(states), 1);
}

/** @param given what the token says of the gates @param recalled what the state says of them */
function nextState(given: Tensor2D, state: Tensor2D, recalled: Tensor2D): Tensor2D {
  const units = state.shape[1];
  const [gates, candidate] = split(given, [2 * units, units], 1) as [Tensor2D, Tensor2D];
  const [gatesRecalled, recall] = split(recalled, [2 * units, units], 1) as [Tensor2D, Tensor2D];
  const [reset, update] = split(sigmoid(add(gates, gatesRecalled)), 2, 1) as [Tensor2D, Tensor2D];
  const proposed = tanh(add(candidate, mul(reset, recall)));
  return add(proposed, mul(update, sub(state, proposed)));
}
