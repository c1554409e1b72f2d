import { dirname, resolve } from 'node:path';
import { member } from '../../shared/ownValue';

/**
 * The files of the training table that a value names which need not be an experiment.
 * @param file the experiment file, which the paths are relative to
 */
export function namedTable(
  value: unknown,
  file: string,
): { readonly paths: readonly string[]; readonly missing?: readonly string[] } | undefined {
  const data = member(value, 'data');
  const train = member(data, 'train');
  const names = [train].flat();
  if (!isTexts(names) || names.length === 0 || names.includes('')) return undefined;
  const missing = member(data, 'missing');
  return {
    paths: names.map((name) => resolve(dirname(file), name)),
    ...(isTexts(missing) && { missing }),
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
