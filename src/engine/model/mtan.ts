import { concat, mean, mul, relu, sigmoid, type Tensor2D } from '@tensorflow/tfjs-core';
import type { MtanSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { layersOf, linear, linearParameters } from './layers';
import type { Model } from './model';
import { Network } from './network';
import type { Value } from './node';
import { sharedPart, taskPart } from './part';
import { addHeads, addStack } from './stacks';
import { t } from '../../shared/l10n';

/**
 * Multi-task attention network (Liu et al., CVPR 2019, 1803.10704), for dense layers: shared layers,
 * and after each one a mask a task, in (0, 1), that picks its features for the task. Layers are
 * shared, masks belong to their tasks.
 */
export function buildMtan(spec: MtanSpec, encoding: Encoding): Model {
  const network = new Network(encoding);
  let trunk = network.input;
  let masks = 0;
  let attended: readonly Value[] = [];
  for (const layer of layersOf(spec.shared, encoding.width)) {
    trunk = addStack(network, sharedPart, [layer], trunk);
    if (layer.kind !== 'dense') continue;
    const features = trunk;
    const [before, index] = [attended, masks++];
    attended = network.tasks.map(({ name }, task) =>
      addAttention(network, name, index, spec.maskUnits, features, before[task]),
    );
  }
  return network.model(addHeads(network, spec.heads, attended));
}

/**
 * Adds mask ∘ features with mask = σ(W₂ relu(W₁ [features; before])), or σ(W [features; before])
 * without hidden units.
 * @param before what the task attended to one layer earlier
 */
function addAttention(
  network: Network,
  task: string,
  index: number,
  hidden: number,
  features: Value,
  before: Value | undefined,
): Value {
  const { width } = features;
  const inputs = before ? [features, before] : [features];
  const seen = inputs.reduce((total, value) => total + value.width, 0);
  return network.add({
    id: `${taskPart(task).prefix}/attention${index}`,
    kind: 'attention',
    label: t`attention`,
    task,
    inputs,
    width,
    parameters: [
      ...(hidden > 0 ? linearParameters(seen, hidden, {}, 'hidden/') : []),
      ...linearParameters(hidden > 0 ? hidden : seen, width, {}, 'mask/'),
    ],
    compute: ({ inputs: tensors, weight }) => {
      const all: Tensor2D = concat([...tensors], 1);
      const x: Tensor2D = hidden > 0 ? relu(linear(all, { weight }, 'hidden/')) : all;
      const mask: Tensor2D = sigmoid(linear(x, { weight }, 'mask/'));
      return {
        outputs: tensors.slice(0, 1).map((each) => mul(mask, each)),
        gate: mean(mask, 0),
      };
    },
  });
}
