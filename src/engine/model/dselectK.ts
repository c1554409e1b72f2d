import {
  add,
  clipByValue,
  div,
  expandDims,
  log,
  mean,
  mul,
  neg,
  reshape,
  softmax,
  sum,
  tensor1d,
  type Scalar,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { DselectKSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { widthOf } from '../../shared/shape';
import { linear, linearParameters } from './denseLayers';
import { mixture, pooled } from './gate';
import type { Model } from './model';
import { Network } from './network';
import type { Value } from './node';
import { sharedPart, taskPart } from './part';
import { pieces } from './pieces';
import { addExperts, addHeads } from './stacks';
import { t } from '../../shared/l10n';

/** Keeps the penalty finite where a selector picks nothing. */
const tiny = 1e-6;

/**
 * DSelect-k (Hazimeh et al., NeurIPS 2021, 2106.03760): as a mixture of experts, but a task's gate
 * is a mixture of `selectors`, each of which comes to pick one expert by its binary code. Experts
 * are shared, gates belong to their tasks.
 */
export function buildDselectK(spec: DselectKSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const { input } = network;
  const experts = addExperts(network, sharedPart, spec.experts, spec.shared, input);
  const mixtures = network.tasks.map(({ name }) =>
    addSelectors(network, name, spec, input, experts),
  );
  return network.model(addHeads(network, spec.heads, mixtures));
}

function addSelectors(
  network: Network,
  task: string,
  { selectors, gamma, entropy }: DselectKSpec,
  query: Value,
  experts: readonly Value[],
): Value {
  const bits = Math.ceil(Math.log2(experts.length));
  // Within the range in which the smooth step has a slope.
  const initial = { limit: gamma / 100 };
  return network.add({
    id: `${taskPart(task).prefix}/gate`,
    kind: 'gate',
    label: t`select ${selectors} of ${experts.length}`,
    task,
    inputs: [query, ...experts],
    shape: experts[0]?.shape ?? query.shape,
    parameters: [
      ...linearParameters(widthOf(query.shape), selectors * bits, { initial }, 'code/'),
      ...linearParameters(widthOf(query.shape), selectors, {}, 'mixture/'),
    ],
    compute: ({ inputs: [asked, ...values], masks: [mask], weight }) => {
      const x = pooled(asked as Tensor, mask);
      const logits: Tensor3D = reshape(linear(x, { weight }, 'code/'), [-1, selectors, bits]);
      const picks = selections(smoothStep(logits, gamma), experts.length);
      const weights: Tensor2D = softmax(linear(x, { weight }, 'mixture/'));
      const shares: Tensor2D = sum(mul(picks, expandDims(weights, 2)), 1);
      return {
        outputs: [mixture(shares, values)],
        gate: mean(shares, 0),
        penalty: entropy > 0 ? mul(entropy, indecision(picks, bits)) : undefined,
      };
    },
  });
}

/** 0 up to -γ/2, 1 from γ/2 on, and the cubic -2t³/γ³ + 3t/2γ + 1/2 between. */
export function smoothStep<Logits extends Tensor>(logits: Logits, gamma: number): Logits {
  const t: Logits = clipByValue(logits, -gamma / 2, gamma / 2);
  const cubic = mul(mul(t, mul(t, t)), -2 / gamma ** 3);
  return add(add(cubic, mul(t, 1.5 / gamma)), 0.5);
}

/**
 * How far each selector picks each expert: the product over the bits of the expert's number, the
 * highest first, of `steps` where the bit is 1 and of 1 - `steps` where it is 0.
 * @param steps [batch, selectors, bits], in [0, 1]
 * @returns [batch, selectors, experts]
 */
function selections(steps: Tensor3D, experts: number): Tensor3D {
  const bits = steps.shape[2];
  return pieces(steps, bits, 2)
    .map((step, bit) => {
      const code = Array.from({ length: experts }, (_, expert) => (expert >> (bits - 1 - bit)) & 1);
      const slope = tensor1d(code.map((one) => 2 * one - 1));
      return add<Tensor3D>(mul(step, slope), tensor1d(code.map((one) => 1 - one)));
    })
    .reduce((product, factor) => mul(product, factor));
}

/**
 * The selectors' entropies, and where codes stand for no expert, the inverse of what they pick of
 * the experts: summed over selectors, mean over the batch.
 */
function indecision(picks: Tensor3D, bits: number): Scalar {
  const entropies: Tensor2D = neg(sum(mul(picks, log(add(picks, tiny))), 2));
  const isFull = picks.shape[2] === 2 ** bits;
  const terms = isFull ? entropies : add(entropies, div(1, add(sum(picks, 2), tiny)));
  return mean(sum(terms, 1));
}
