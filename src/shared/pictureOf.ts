import type { DetectionTask, Experiment } from './experiment';

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
