import { parse } from 'jsonc-parser';
import { MtlError } from '../shared/errors';

/** A value that replaces one of the experiment file for this run: `training.epochs=5`. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * Reads `a.b=value`; the value is JSON, or else a text.
 * @throws MtlError of kind `usage`
 */
export function parseOverride(text: string): Override {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) throw badOverride(`'${text}' has no value.`);
  return { path: path.split('.'), value: jsonOrText(value) };
}

/**
 * The experiment file's text with the overrides applied, as JSON without comments.
 * @throws MtlError of kind `usage` when a path leads through something without keys
 */
export function applyOverrides(text: string, overrides: readonly Override[]): string {
  const root: unknown = parse(text);
  for (const { path, value } of overrides) {
    let place = root;
    path.forEach((key, depth) => {
      if (!isContainer(place) || (Array.isArray(place) && !Object.keys(place).includes(key))) {
        throw badOverride(`'${path.join('.')}' is not a place in the experiment.`);
      }
      if (depth === path.length - 1) place[key] = value;
      else place = place[key] ??= {};
    });
  }
  return JSON.stringify(root, undefined, 2);
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function badOverride(message: string): MtlError {
  return new MtlError({
    kind: 'usage',
    code: 'bad-override',
    message: `--set: ${message}`,
    hint: 'Write a key path and a value, for example --set training.epochs=5.',
  });
}
