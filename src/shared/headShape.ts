import { LayerWalk } from './checkLayers';
import type { Experiment } from './experiment';

/**
 * The shape of what a task's output layer sees of a row; the width of a vector is not known where
 * the data decide it.
 * @returns undefined where a layer does not fit
 */
export function headShape(experiment: Experiment, task: string): readonly number[] | undefined {
  const walk = new LayerWalk();
  const shared = walk.toHeads(experiment);
  return shared && walk.head(experiment, task, shared);
}
