import type { LayerSpec } from '../../shared/modelSpec';
import { makesFeatures, type Layer } from './layer';
import { layersOf } from './layers';
import type { Network } from './network';
import type { Value } from './node';
import { sharedPart, within, type Part } from './part';
import { addStack } from './stacks';

/** The column that a task starts from. Other tasks see it too, so it is shared. */
export function columnPart(task: string): Part {
  return within(sharedPart, task);
}

/** The layer as one of a task's column, for the picture. */
export function ofColumn(task: string, layer: Layer): Layer {
  return { ...layer, label: `${task}: ${layer.label}` };
}

/**
 * Adds a column of the same layers for each task; after each one that makes features,
 * `mix` lets them exchange what they have.
 * @returns for each such layer, what the columns go on with
 */
export function addColumns(
  network: Network,
  specs: readonly LayerSpec[],
  mix: (columns: readonly Value[], layer: number) => readonly Value[],
): readonly (readonly Value[])[] {
  const states: (readonly Value[])[] = [];
  let columns: readonly Value[] = network.tasks.map(() => network.input);
  for (const layer of layersOf(specs, network.input.shape)) {
    const applied = network.perTask(columns, ({ name }, value) =>
      addStack(network, columnPart(name), [ofColumn(name, layer)], value),
    );
    const isMixed = makesFeatures(layer);
    columns = isMixed ? mix(applied, states.length) : applied;
    if (isMixed) states.push(columns);
    else if (states.length > 0) states[states.length - 1] = columns;
  }
  return states;
}
