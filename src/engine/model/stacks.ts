import type { LayerSpec, ModelLayers } from '../../shared/modelSpec';
import { addDecoder } from './decoder';
import { outputLayer } from './denseLayers';
import type { Layer } from './layer';
import { chain, chainParameters } from './layerChain';
import { layersOf } from './layers';
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
      outputs: pass.inputs.map((x, index) =>
        apply(x, { ...pass, salt: pass.salt + index, mask: pass.masks[index] }),
      ),
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
  input: readonly number[],
): readonly Layer[] {
  return layersOf(heads[task] ?? heads['default'] ?? [], input);
}

/** Adds each task's head. @param from what each task sees @returns the tasks' outputs */
export function addHeads(
  network: Network,
  heads: ModelLayers['heads'],
  from: readonly Value[],
): readonly Value[] {
  return network.perTask(from, (task, value) => {
    const { name, text } = task;
    const start = network.startOf(task, value);
    const layers = headLayers(heads, name, start.shape);
    if (text) {
      const states = addStack(network, taskPart(name), layers, start);
      return addDecoder(network, task, states);
    }
    const output = outputLayer(task, layers.at(-1)?.shape ?? start.shape);
    return addStack(network, taskPart(name), [...layers, output], start);
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
  const layers = layersOf(specs, from.shape);
  return network.add({
    id: `${prefix}/expert${index}`,
    kind: 'expert',
    label: t`expert ${index}`,
    task,
    inputs: [from],
    shape: layers.at(-1)?.shape ?? from.shape,
    parameters: chainParameters(layers),
    isStochastic: layers.some(({ isStochastic }) => isStochastic),
    compute: (pass) => ({
      outputs: pass.inputs.map((x, index) =>
        chain(layers, x, { ...pass, mask: pass.masks[index] }),
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
