import { parse } from 'jsonc-parser';
import { MtlError } from '../shared/errors';
import type { KeyPath } from '../shared/experimentProblem';
import { t } from '../shared/l10n';
import { unknownKeys } from '../shared/parseExperiment';
import { readValue, valueText } from '../shared/settingText';
import { isContainer } from '../shared/isRecord';

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
  if (path === undefined || value === undefined) throw badOverride(t`'${text}' has no value.`);
  return { path: path.split('.'), value: readValue(value) };
}

/** What {@link parseOverride} reads: `training.epochs=5`. */
export function overrideText({ path, value }: Override): string {
  return `${path.join('.')}=${valueText(value)}`;
}

/**
 * The experiment file's text with the overrides applied, as JSON without comments. Where a value
 * decides which other keys there are (`balancing.method`, `training.optimizer.name`), those of the
 * file that do not belong to the new one are left out.
 * @throws MtlError of kind `usage` when a path leads through something without keys
 */
export function applyOverrides(text: string, overrides: readonly Override[]): string {
  const root: unknown = parse(text);
  for (const { path, value } of overrides) {
    let place = root;
    path.forEach((key, depth) => {
      if (!isContainer(place) || (Array.isArray(place) && !Object.keys(place).includes(key))) {
        throw badOverride(t`'${path.join('.')}' is not a place in the experiment.`);
      }
      if (depth === path.length - 1) place[key] = value;
      else place = place[key] ??= {};
    });
  }
  for (const path of unknownKeys(root)) {
    if (isLeftOver(path.map(String), overrides)) removeKey(root, path);
  }
  return JSON.stringify(root, undefined, 2);
}

/** Whether a key is beside an overridden one and not overridden itself. */
function isLeftOver(key: readonly string[], overrides: readonly Override[]): boolean {
  const isUnder = (path: readonly string[], parent: readonly string[]): boolean =>
    parent.every((part, index) => path[index] === part);
  return (
    overrides.some(({ path }) => path.length === key.length && isUnder(path, key.slice(0, -1))) &&
    !overrides.some(({ path }) => isUnder(path, key))
  );
}

function removeKey(root: unknown, path: KeyPath): void {
  const [key = '', ...inner] = path;
  if (!isContainer(root)) return;
  if (inner.length === 0) Reflect.deleteProperty(root, key);
  else removeKey(root[key], inner);
}

function badOverride(message: string): MtlError {
  return new MtlError({
    kind: 'usage',
    code: 'bad-override',
    message: `--set: ${message}`,
    hint: t`Write a key path and a value, for example --set training.epochs=5.`,
  });
}
