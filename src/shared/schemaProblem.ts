import { formatPath, type ExperimentProblem, type KeyPath } from './experimentProblem';
import { listed, t, translated } from './l10n';
import { nearest, suggest } from './nearest';
import { isContainer } from './isRecord';

/** What ajv says of a value that does not match the schema (part of ajv's own type, without ajv). */
export interface SchemaError {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set when it is a key that does not match. */
  readonly propertyName?: string;
  readonly parentSchema?: Readonly<Record<string, unknown>>;
  /** The value that does not match. */
  readonly data?: unknown;
}

/** Keywords whose errors only announce another error. */
const echoes: ReadonlySet<string> = new Set(['if', 'propertyNames']);

/** Words a schema error for a person; undefined when another error says it. */
export function schemaProblem(error: SchemaError, path: KeyPath): ExperimentProblem | undefined {
  if (echoes.has(error.keyword)) return undefined;
  if (error.keyword === 'additionalProperties') {
    return unknownKey(String(error.params['additionalProperty']), error, path);
  }
  const mistyped = error.keyword === 'required' && mistypedKey(error);
  if (mistyped) return unknownKey(mistyped, error, path);
  if (error.propertyName !== undefined) {
    const message = `${formatPath(path)}: ${patternMessage(error)}`;
    return { path: [...path, error.propertyName], at: 'key', code: 'bad-name', message };
  }
  const { says, ...of } = wording(error);
  const name = formatPath(path) || t`The experiment`;
  return { path, at: 'value', message: `${name}${says}`, ...of };
}

/** The path that a JSON pointer (RFC 6901) names; positions in lists become numbers. */
export function pointerPath(pointer: string, root: unknown): KeyPath {
  let place = root;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const isPosition = Array.isArray(place);
      place = isContainer(place) ? place[key] : undefined;
      return isPosition ? Number(key) : key;
    });
}

interface Wording {
  readonly code: string;
  /** What follows the name of the key. */
  readonly says: string;
  readonly hint?: string;
  readonly likely?: string;
}

function wording(error: SchemaError): Wording {
  const { keyword, params } = error;
  switch (keyword) {
    case 'required':
      return {
        code: 'missing-key',
        says: t` needs the key '${String(params['missingProperty'])}'.`,
      };
    case 'type':
      return { code: 'wrong-type', says: t` must be ${typeName(String(params['type']))}.` };
    case 'enum':
      return unknownValue(error);
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum':
      return { code: 'out-of-range', says: bound(params) };
    case 'minProperties':
    case 'minItems':
    case 'minLength':
      return { code: 'empty', says: t` must not be empty.` };
    case 'uniqueItems':
      return { code: 'repeated', says: t` must not name anything twice.` };
    case 'pattern':
      return { code: 'bad-text', says: `: ${patternMessage(error)}` };
    default:
      return { code: 'invalid', says: t` does not match the schema (${keyword}).` };
  }
}

/** The key that stands where a required one is missing, written nearly like it. */
function mistypedKey({ params, parentSchema, data }: SchemaError): string | undefined {
  const missing = String(params['missingProperty']);
  const known = new Set(keysOf(parentSchema?.['properties']));
  return keysOf(data).find((key) => !known.has(key) && nearest(key, [missing]) !== undefined);
}

function keysOf(value: unknown): readonly string[] {
  return isContainer(value) ? Object.keys(value) : [];
}

function unknownKey(key: string, { parentSchema }: SchemaError, path: KeyPath): ExperimentProblem {
  const known = keysOf(parentSchema?.['properties']).filter((name) => name !== '$schema');
  const likely = nearest(key, known);
  return {
    path: [...path, key],
    at: 'key',
    code: 'unknown-key',
    message:
      path.length === 0
        ? t`There is no key '${key}' in an experiment.`
        : t`There is no key '${key}' in ${formatPath(path)}.`,
    hint: suggest(key, known, t`Keys`),
    ...(likely !== undefined && { likely }),
  };
}

function unknownValue({ params, data }: SchemaError): Wording {
  const allowed = Array.isArray(params['allowedValues']) ? params['allowedValues'].map(String) : [];
  const likely = typeof data === 'string' ? nearest(data, allowed) : undefined;
  const list = listed(allowed.map((value) => `"${value}"`));
  return {
    code: 'unknown-value',
    says: allowed.length === 1 ? t` must be ${list}.` : t` must be one of ${list}.`,
    ...(likely !== undefined && { hint: t`Did you mean "${likely}"?`, likely }),
  };
}

function bound({ comparison, limit }: SchemaError['params']): string {
  switch (comparison) {
    case '>=':
      return t` must be at least ${String(limit)}.`;
    case '>':
      return t` must be more than ${String(limit)}.`;
    case '<=':
      return t` must be at most ${String(limit)}.`;
    default:
      return t` must be less than ${String(limit)}.`;
  }
}

/** @param type one, or several separated by commas */
function typeName(type: string): string {
  const names: Readonly<Record<string, string>> = {
    object: t`an object { … }`,
    array: t`a list [ … ]`,
    number: t`a number`,
    integer: t`a whole number`,
    string: t`a text in quotes`,
    boolean: t`true or false`,
  };
  return type
    .split(',')
    .map((each) => names[each] ?? each)
    .join(t` or `);
}

function patternMessage({ parentSchema }: SchemaError): string {
  const message = parentSchema?.['patternErrorMessage'];
  return typeof message === 'string' ? translated(message) : t`this text is not allowed.`;
}
