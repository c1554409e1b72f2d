import { readFile } from 'node:fs/promises';
import type {
  CategoryEncoding,
  EncodedFeature,
  EncodedInput,
  EncodedTask,
  Encoding,
  NumberEncoding,
} from '../shared/encoding';
import { messageOf, MtlError } from '../shared/errors';
import { t } from '../shared/l10n';
import { runFiles } from './runFiles';

const format = 1;

/** The text of `encoding.json`. */
export function encodeEncoding(encoding: Encoding): string {
  return `${JSON.stringify({ format, ...encoding }, undefined, 2)}\n`;
}

/**
 * Reads how a run made numbers of its columns.
 * @throws MtlError of kind `data` when the run has no readable `encoding.json`; runs of earlier
 * versions have none
 */
export async function readEncoding(directory: string): Promise<Encoding> {
  const file = runFiles(directory).encoding;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, messageOf(error), error);
  }
  const { width, features, inputs, tasks } = parse(text, file);
  return { width, features, ...(inputs && { inputs }), tasks };
}

function parse(text: string, file: string): Encoding {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(file, messageOf(error), error);
  }
  if (!isEncoding(value)) throw unreadable(file, t`it is not an encoding of this version`);
  return value;
}

type Unchecked<Type> = { readonly [Key in keyof Type]?: unknown };

function isEncoding(value: unknown): value is Encoding {
  if (typeof value !== 'object' || value === null) return false;
  const known = value as Unchecked<Encoding & { format: 1 }>;
  const { format: found, width, features, inputs = [], tasks } = known;
  if (found !== format || !Array.isArray(features) || !Array.isArray(tasks)) return false;
  if (!Array.isArray(inputs) || !inputs.every(isInput)) return false;
  if (!features.every(isFeature) || !tasks.every(isTask)) return false;
  return width === features.reduce((total, feature) => total + feature.width, 0);
}

function isFeature(value: Unchecked<EncodedFeature>): value is EncodedFeature {
  const { name, offset, width, encoding } = value;
  if (typeof name !== 'string' || typeof offset !== 'number') return false;
  const numbers = (encoding ?? {}) as Unchecked<NumberEncoding>;
  const { categories } = (encoding ?? {}) as Unchecked<CategoryEncoding>;
  return numbers.type === 'number'
    ? width === 1 && [numbers.shift, numbers.scale, numbers.missing].every(Number.isFinite)
    : isTexts(categories) && width === categories.length + 1;
}

function isInput({ name, shape, dtype, encoding }: Unchecked<EncodedInput>): boolean {
  return (
    typeof name === 'string' &&
    Array.isArray(shape) &&
    shape.every(Number.isInteger) &&
    (dtype === 'float32' || dtype === 'int32') &&
    typeof encoding === 'object'
  );
}

function isTask(value: Unchecked<EncodedTask>): value is EncodedTask {
  const { name, spec, outputs, classes, shift, scale } = value;
  return (
    typeof name === 'string' &&
    typeof spec === 'object' &&
    [outputs, shift, scale].every(Number.isFinite) &&
    (classes === undefined || isTexts(classes))
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function unreadable(file: string, reason: string, cause?: unknown): MtlError {
  return new MtlError(
    {
      kind: 'data',
      code: 'encoding-unreadable',
      message: t`Cannot read how the run encodes its columns: ${reason}`,
      hint: t`Runs of earlier versions have none; training again, or --resume, writes it.`,
      location: { file },
    },
    { cause },
  );
}
