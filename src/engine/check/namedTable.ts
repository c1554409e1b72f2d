import { dirname, resolve } from 'node:path';

/**
 * The training table that a value names which need not be an experiment.
 * @param file the experiment file, which the path is relative to
 */
export function namedTable(
  value: unknown,
  file: string,
): { readonly path: string; readonly missing?: readonly string[] } | undefined {
  const data = member(value, 'data');
  const train = member(data, 'train');
  if (typeof train !== 'string' || train === '') return undefined;
  const missing = member(data, 'missing');
  const isList = Array.isArray(missing) && missing.every((text) => typeof text === 'string');
  return { path: resolve(dirname(file), train), ...(isList && { missing }) };
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
