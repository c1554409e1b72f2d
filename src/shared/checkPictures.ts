import { listed, t } from './l10n';
import type { Experiment, TaskSpec } from './experiment';
import type { ExperimentProblem } from './experimentProblem';
import { suggest } from './nearest';
import { pictureNames } from './pictureOf';

/** What tasks that say something of places in a picture ask of the features. */
export function checkPictures(experiment: Experiment): ExperimentProblem[] {
  return [...checkBoxes(experiment), ...checkAugmentation(experiment)];
}

function checkBoxes(experiment: Experiment): ExperimentProblem[] {
  const names = pictureNames(experiment);
  return Object.entries(experiment.tasks).flatMap(([task, spec]): ExperimentProblem[] => {
    if (spec.type !== 'detection') return [];
    const { picture } = spec;
    if (picture === undefined ? names.length === 1 : names.includes(picture)) return [];
    const problem = { at: 'value', code: 'no-picture' } as const;
    if (picture !== undefined) {
      return [
        {
          ...problem,
          path: ['tasks', task, 'picture'],
          message: t`tasks.${task}.picture: there is no picture '${picture}' among data.features.`,
          hint: suggest(picture, names, t`Pictures`),
        },
      ];
    }
    return [
      {
        ...problem,
        path: ['tasks', task],
        message:
          names.length === 0
            ? t`The boxes of '${task}' are in a picture, and data.features has none.`
            : t`Which picture are the boxes of '${task}' in: ${listed(names)}?`,
        hint: t`Name a feature of type image, and set "picture" to it where there are several.`,
      },
    ];
  });
}

/** A place that was labelled would not move with the picture. */
function checkAugmentation({ data, tasks }: Experiment): ExperimentProblem[] {
  const placed = Object.entries(tasks).find(([, spec]) => hasPlaces(spec))?.[0];
  if (placed === undefined) return [];
  return Object.entries(data.features ?? {}).flatMap(([name, spec]): ExperimentProblem[] => {
    if (spec.type !== 'image' || !(spec.augment?.flip || spec.augment?.crop)) return [];
    return [
      {
        path: ['data', 'features', name, 'augment'],
        at: 'value',
        code: 'moved-places',
        message: t`data.features.${name}.augment: flip and crop would move what '${placed}' says the place of.`,
        hint: t`Use "brightness" only, or leave the task out.`,
      },
    ];
  });
}

function hasPlaces({ type }: TaskSpec): boolean {
  return type === 'detection' || type === 'segmentation';
}
