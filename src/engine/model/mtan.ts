import { concat, mean, mul, relu, reshape, sigmoid, type Tensor } from '@tensorflow/tfjs-core';
import type { MtanSpec } from '../../shared/modelSpec';
import { widthOf } from '../../shared/shape';
import type { Encoding } from '../../shared/encoding';
import { linear, linearParameters } from './denseLayers';
import { makesFeatures } from './layer';
import { layersOf } from './layers';
import type { Model } from './model';
import { Network } from './network';
import type { Value } from './node';
import { sharedPart, taskPart, within } from './part';
import { addHeads, addLayer, addStack } from './stacks';
import { t } from '../../shared/l10n';

/**
 * Multi-task attention network (Liu et al., CVPR 2019, 1803.10704): shared layers, and after each one
 * that makes features a mask a task, in (0, 1), that picks features for the task. A mask sees the
 * features and what the task attended to before; in pictures that has passed, as the features have,
 * a layer like theirs and what follows it, and masks are convolutions of 1 × 1. Layers are shared,
 * masks belong to their tasks.
 */
export function buildMtan(spec: MtanSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const attendedPart = within(sharedPart, 'attended');
  let trunk = network.input;
  let masks = 0;
  let attended: readonly Value[] = [];
  for (const layer of layersOf(spec.shared, network.input.shape)) {
    const changesShape = layer.shape.join() !== trunk.shape.join();
    trunk = addStack(network, sharedPart, [layer], trunk);
    const isPicture = layer.shape.length > 1;
    const makes = makesFeatures(layer);
    if (attended.length > 0 && (makes ? isPicture : changesShape)) {
      attended = addLayer(network, attendedPart, layer, attended);
    }
    if (!makes) continue;
    const [features, before, index] = [trunk, attended, masks++];
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
  const { shape } = features;
  const width = widthOf(shape);
  const inputs = before ? [features, before] : [features];
  const seen = inputs.reduce((total, value) => total + widthOf(value.shape), 0);
  return network.add({
    id: `${taskPart(task).prefix}/attention${index}`,
    kind: 'attention',
    label: t`attention`,
    task,
    inputs,
    shape,
    parameters: [
      ...(hidden > 0 ? linearParameters(seen, hidden, {}, 'hidden/') : []),
      ...linearParameters(hidden > 0 ? hidden : seen, width, {}, 'mask/'),
    ],
    compute: ({ inputs: tensors, weight }) => {
      const all: Tensor = concat([...tensors], shape.length);
      const x: Tensor = hidden > 0 ? relu(linear(all, { weight }, 'hidden/')) : all;
      const mask: Tensor = sigmoid(linear(x, { weight }, 'mask/'));
      return {
        outputs: tensors.slice(0, 1).map((each) => mul(mask, each)),
        gate: mean(reshape(mask, [-1, width]), 0),
      };
    },
  });
}
