import type { Activation, LayerSpec } from '../../shared/modelSpec';
import type { Layer } from './layer';
import { layersOf } from './layers';
import type { Network } from './network';
import type { Value } from './node';
import { sharedPart } from './part';
import { addLayer } from './stacks';

/** A shared layer that makes features, as one task adapts it. */
export interface AdaptedLayer {
  readonly task: string;
  /** Of the layers that make features, counted from 0. */
  readonly index: number;
  /** The shared layer, linear where tasks apply the activation function. */
  readonly layer: Layer;
  /** Of the layer in the experiment. */
  readonly activation: Activation;
  /** What the shared layer sees for the task. */
  readonly input: Value;
  /** What the shared layer makes of it. */
  readonly output: Value;
}

/**
 * Adds shared layers that each task adapts. Once tasks see different things, the shared layer is
 * applied to each.
 * @param adapts whether tasks adapt a layer before its activation function, which is theirs to
 * apply then, or after it
 * @param adapt adds what a task does
 * @returns what each task sees at the end
 */
export function addAdaptedLayers(
  network: Network,
  specs: readonly LayerSpec[],
  adapts: 'before activation' | 'after activation',
  adapt: (layer: AdaptedLayer) => Value,
): readonly Value[] {
  const shared = specs.map((spec): LayerSpec => {
    const isLinear = 'activation' in spec && adapts === 'before activation';
    return isLinear ? { ...spec, activation: 'linear' } : spec;
  });
  // One value for all tasks, or one for each.
  let streams: readonly Value[] = [network.input];
  let index = 0;
  layersOf(shared, network.input.shape).forEach((layer, position) => {
    const [inputs, spec] = [streams, specs[position]];
    streams = addLayer(network, sharedPart, layer, inputs);
    if (!spec || !('activation' in spec)) return;
    const outputs = streams;
    streams = network.tasks.map(({ name }, task) => {
      const [input, output] = [seenBy(inputs, task), seenBy(outputs, task)];
      return adapt({ task: name, index, layer, activation: spec.activation, input, output });
    });
    index++;
  });
  return network.tasks.map((_, task) => seenBy(streams, task));
}

function seenBy(values: readonly Value[], task: number): Value {
  const value = values.length === 1 ? values[0] : values[task];
  if (!value) throw new Error(`nothing for task ${task}`);
  return value;
}
