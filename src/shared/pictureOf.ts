import type { AugmentSpec, DetectionTask, Experiment } from './experiment';

/** The features that are pictures. */
export function pictureNames({ data }: Experiment): readonly string[] {
  return Object.entries(data.features ?? {}).flatMap(([name, { type }]) =>
    type === 'image' ? [name] : [],
  );
}

/** The feature that a task's boxes are in; the experiment's check has found that there is one. */
export function pictureOf(experiment: Experiment, { picture }: DetectionTask): string {
  return picture ?? pictureNames(experiment)[0] ?? '';
}

/** Whether training moves what is in a picture from one place to another. */
export function movesPlaces(augment: AugmentSpec | undefined): augment is AugmentSpec {
  return augment !== undefined && (augment.flip || augment.crop > 0);
}
