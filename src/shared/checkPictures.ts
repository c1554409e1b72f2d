import { listed, t } from './l10n';
import type { Experiment, ImageFeature, TaskSpec } from './experiment';
import type { ExperimentProblem } from './experimentProblem';
import { headShape } from './headShape';
import { suggest } from './nearest';
import { movesPlaces, pictureNames } from './pictureOf';
import { readFeature } from './readFeature';

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

/** Boxes and masks move along with their picture: masks only by whole pixels of their own. */
function checkAugmentation(experiment: Experiment): ExperimentProblem[] {
  const masks = Object.entries(experiment.tasks).filter(([, { type }]) => type === 'segmentation');
  return Object.entries(experiment.data.features ?? {}).flatMap(([name, spec]) =>
    spec.type === 'image'
      ? masks.flatMap(([task, mask]) => checkMovedMask(experiment, name, spec, task, mask))
      : [],
  );
}

function checkMovedMask(
  experiment: Experiment,
  name: string,
  { augment, size }: ImageFeature,
  task: string,
  mask: TaskSpec,
): ExperimentProblem[] {
  if (!movesPlaces(augment)) return [];
  const place = { path: ['data', 'features', name, 'augment'], at: 'value' } as const;
  const picture = readFeature(experiment, mask);
  if (picture === undefined) {
    return [
      {
        ...place,
        code: 'moved-places',
        message: t`data.features.${name}.augment: flip and crop would move what '${task}' says the place of.`,
        hint: t`Of several pictures it is not known which one the mask belongs to: use "brightness" only.`,
      },
    ];
  }
  if (picture !== name) return [];
  const [height, width] = headShape(experiment, task) ?? [];
  if (augment.crop === 0 || (height === size[0] && width === size[1])) return [];
  return [
    {
      ...place,
      code: 'moved-places',
      message: t`data.features.${name}.augment: crop moves by pixels of the picture, and the masks of '${task}' have others.`,
      hint: t`Use "flip" without "crop", or let its head end with as many places as the picture has pixels.`,
    },
  ];
}
