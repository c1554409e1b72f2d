import type { LayerSpec, ModelLayers } from '../../shared/modelSpec';
import { layersOf, outputLayer, type Layer } from './layers';
import type { Network } from './network';
import type { Value } from './node';
import { taskPart, type Part } from './part';
import { t } from '../../shared/l10n';

/** Adds a layer as a node that is applied to each of the values. */
export function addLayer(
  network: Network,
  { prefix, task }: Part,
  layer: Layer,
  inputs: readonly Value[],
): readonly Value[] {
  const { name, apply, ...rest } = layer;
  return network.addMany({
    ...rest,
    id: `${prefix}/${name}`,
    task,
    inputs,
    outputs: inputs.length,
    compute: (pass) => ({
      outputs: pass.inputs.map((x, index) => apply(x, { ...pass, salt: pass.salt + index })),
    }),
  });
}

/** Adds layers one after the other, a node each. @returns the last one's output */
export function addStack(
  network: Network,
  part: Part,
  layers: readonly Layer[],
  from: Value,
): Value {
  return layers.reduce((value, layer) => addLayer(network, part, layer, [value])[0] ?? value, from);
}

/** The layers between what a task sees and its output layer. */
export function headLayers(
  heads: ModelLayers['heads'],
  task: string,
  inputWidth: number,
): readonly Layer[] {
  return layersOf(heads[task] ?? heads['default'] ?? [], inputWidth);
}

/** Adds each task's head. @param from what each task sees @returns the tasks' outputs */
export function addHeads(
  network: Network,
  heads: ModelLayers['heads'],
  from: readonly Value[],
): readonly Value[] {
  return network.perTask(from, ({ name, outputs }, value) => {
    const layers = headLayers(heads, name, value.width);
    const width = layers.at(-1)?.width ?? value.width;
    return addStack(network, taskPart(name), [...layers, outputLayer(outputs, width)], value);
  });
}

/** Adds a chain of layers as one node: an expert. */
export function addExpert(
  network: Network,
  { prefix, task }: Part,
  index: number,
  specs: readonly LayerSpec[],
  from: Value,
): Value {
  const layers = layersOf(specs, from.width);
  return network.add({
    id: `${prefix}/expert${index}`,
    kind: 'expert',
    label: t`expert ${index}`,
    task,
    inputs: [from],
    width: layers.at(-1)?.width ?? from.width,
    parameters: layers.flatMap((layer) =>
      layer.parameters.map((each) => ({ ...each, name: `${layer.name}/${each.name}` })),
    ),
    isStochastic: layers.some(({ isStochastic }) => isStochastic),
    compute: ({ inputs, weight, training, salt }) => ({
      outputs: inputs.map((x) =>
        layers.reduce((input, layer, position) => {
          const own = (name: string) => weight(`${layer.name}/${name}`);
          return layer.apply(input, { weight: own, training, salt: salt + position });
        }, x),
      ),
    }),
  });
}

/** Adds experts that see the same. */
export function addExperts(
  network: Network,
  part: Part,
  count: number,
  specs: readonly LayerSpec[],
  from: Value,
): readonly Value[] {
  return Array.from({ length: count }, (_, index) => addExpert(network, part, index, specs, from));
}
