import { isDeepStrictEqual } from 'node:util';
import type { Experiment } from '../shared/experiment';
import { isContainer } from '../shared/isRecord';

/** Key paths at which two JSON values differ: `training.epochs`, `model.shared.0.dense`. */
export function differences(before: unknown, after: unknown, path = ''): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isContainer(before) || !isContainer(after)) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) =>
    differences(before[key], after[key], path === '' ? key : `${path}.${key}`),
  );
}

/** Key paths at which an experiment differs from what was kept of it, which is JSON. */
export function experimentChanges(kept: Experiment, now: Experiment): readonly string[] {
  // As JSON, absent equals undefined.
  return differences(kept, JSON.parse(JSON.stringify(now)));
}
