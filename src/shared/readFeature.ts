import { isTokenTask, type Experiment, type TaskSpec } from './experiment';
import { pictureNames, pictureOf } from './pictureOf';
import { textOf } from './textOf';

/**
 * The feature whose tokens, or places, a task's head reads.
 * @returns undefined where the head reads one vector, or several pictures could be meant
 */
export function readFeature(experiment: Experiment, spec: TaskSpec): string | undefined {
  if (isTokenTask(spec)) return textOf(experiment, spec).feature;
  if (spec.type === 'detection') return pictureOf(experiment, spec);
  const pictures = pictureNames(experiment);
  return spec.type === 'segmentation' && pictures.length === 1 ? pictures[0] : undefined;
}
