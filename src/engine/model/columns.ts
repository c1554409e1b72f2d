import type { LayerSpec } from '../../shared/modelSpec';
import { layersOf } from './layers';
import type { Network } from './network';
import type { Value } from './node';
import { sharedPart, within, type Part } from './part';
import { addStack } from './stacks';

/** The column that a task starts from. Other tasks see it too, so it is shared. */
export function columnPart(task: string): Part {
  return within(sharedPart, task);
}

/**
 * Adds a column of the same layers for each task; after each dense layer, `mix` lets them exchange
 * what they have.
 * @returns for each dense layer, what the columns go on with
 */
export function addColumns(
  network: Network,
  specs: readonly LayerSpec[],
  mix: (columns: readonly Value[], layer: number) => readonly Value[],
): readonly (readonly Value[])[] {
  const states: (readonly Value[])[] = [];
  let columns: readonly Value[] = network.tasks.map(() => network.input);
  for (const layer of layersOf(specs, network.input.width)) {
    const applied = network.perTask(columns, ({ name }, value) => {
      const named = { ...layer, label: `${name}: ${layer.label}` };
      return addStack(network, columnPart(name), [named], value);
    });
    const isDense = layer.kind === 'dense';
    columns = isDense ? mix(applied, states.length) : applied;
    if (isDense) states.push(columns);
    else if (states.length > 0) states[states.length - 1] = columns;
  }
  return states;
}
