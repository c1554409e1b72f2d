import {
  concat,
  matMul,
  mean,
  mul,
  relu,
  sigmoid,
  softmax,
  sub,
  sum,
  type Scalar,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { AitmSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { widthOf } from '../../shared/shape';
import { columnPart, ofColumn } from './columns';
import { denseLayer } from './denseLayers';
import { mixture } from './gate';
import { layersOf } from './layers';
import type { Model } from './model';
import { Network } from './network';
import type { Value } from './node';
import { addPenalties } from './penalties';
import { addHeads, addStack } from './stacks';
import { t } from '../../shared/l10n';

/**
 * Adaptive information transfer (Xi et al., KDD 2021, 2105.08489) for binary tasks that follow each
 * other, such as click, application, approval: a task attends to its own bottom and to what the task
 * before hands on, and the objective gets `calibration` · mean max(ŷ_k - ŷ_k-1, 0). What a task hands
 * on reaches all later ones, so everything below the heads is shared.
 */
export function buildAitm(spec: AitmSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const states: Value[] = [];
  for (const { name } of network.tasks) {
    const layers = layersOf(spec.shared, network.input.shape).map((layer) => ofColumn(name, layer));
    const bottom = addStack(network, columnPart(name), layers, network.input);
    const before = states.at(-1);
    states.push(before ? addTransfer(network, name, bottom, before) : bottom);
  }
  return network.model(addHeads(network, spec.heads, states), {
    penalty: (outputs) => (spec.calibration > 0 ? calibrate(outputs, spec.calibration) : undefined),
  });
}

/** Adds what the task before hands on, and the attention to it and to the task's own bottom. */
function addTransfer(network: Network, task: string, bottom: Value, before: Value): Value {
  const part = columnPart(task);
  const { shape } = bottom;
  const width = widthOf(shape);
  const info = denseLayer(
    { dense: width, activation: 'relu', l2: 0 },
    { name: 'info', input: before.shape, shape },
  );
  const handedOn = addStack(network, part, [{ ...info, label: t`${task}: information` }], before);
  return network.add({
    id: `${part.prefix}/attention`,
    kind: 'attention',
    label: t`${task}: attention`,
    inputs: [bottom, handedOn],
    shape,
    parameters: ['value', 'query', 'key'].map((name) => ({
      name: `${name}/kernel`,
      shape: [width, width],
    })),
    compute: ({ inputs, weight }) => {
      const project = (name: string) =>
        inputs.map((u) => matMul(u as Tensor2D, weight(`${name}/kernel`) as Tensor2D));
      const [values, queries, keys] = [project('value'), project('query'), project('key')];
      const scores = queries.map((query, index) => sum(mul(query, keys[index] ?? query), 1, true));
      const shares: Tensor2D = softmax(mul(concat(scores, 1) as Tensor2D, width ** -0.5));
      return { outputs: [mixture(shares, values)], gate: mean(shares, 0) };
    },
  });
}

/** λ · mean max(ŷ_k - ŷ_k-1, 0), summed over tasks: no later event is likelier than one before. */
function calibrate(outputs: readonly Tensor[], factor: number): Scalar | undefined {
  const probabilities = outputs.map((logit) => sigmoid(logit));
  const excesses = probabilities.slice(1).map((later, index): Scalar => {
    const before = probabilities[index] ?? later;
    return mul(factor, mean(relu(sub(later, before))));
  });
  return addPenalties(excesses);
}
