import type { EncodedInput } from '../../shared/encoding';
import type { FeatureSpec, ImageFeature, TextFeature } from '../../shared/experiment';
import { encodePictures, fitPicture, pictureInput } from './pictures';
import type { Part } from './splitParts';
import { encodeTexts, fitText, TextNotes } from './text/fitText';

/** The features that are an input of the model each. */
export type InputSpec = ImageFeature | TextFeature;

/** An input whose encoding is settled by the training part. */
export interface FittedInput {
  readonly input: EncodedInput;
  /** @returns [part rows, ...shape] @throws MtlError of kind `data` at a cell that cannot be read */
  readonly encode: (part: Part) => Promise<Float32Array | Int32Array>;
  /** Sentences for the person about the parts that were encoded. */
  readonly warnings?: () => readonly string[];
}

/**
 * Encodes a column as a fitted input says.
 * @param warnings gets what a person should know of its texts
 * @returns [part rows, ...shape]
 * @throws MtlError of kind `data` at a cell that cannot be read
 */
export async function encodeInput(
  input: EncodedInput,
  part: Part,
  warnings: string[],
): Promise<Float32Array | Int32Array> {
  const { name, shape, encoding } = input;
  if (encoding.type === 'image') return encodePictures(name, shape, encoding, part);
  const notes = new TextNotes(name, shape[0] ?? 0);
  const ids = await encodeTexts(name, shape, encoding, part, notes);
  warnings.push(...notes.warnings());
  return ids;
}

export interface InputOptions {
  /** Told what is being done, for a person. */
  readonly progress?: ((text: string) => void) | undefined;
}

export function isInput(spec: FeatureSpec): spec is InputSpec {
  return spec.type === 'image' || spec.type === 'text';
}

/**
 * An input as the model is built for it, without reading what is not in the table itself.
 * @param train what a vocabulary is made of
 */
export function inputOf(name: string, spec: InputSpec, train: Part): EncodedInput {
  return spec.type === 'text' ? fitText(name, spec, train).input : pictureInput(name, spec);
}

/** @throws MtlError of kind `data` at a cell that cannot be read */
export async function fitInput(
  name: string,
  spec: InputSpec,
  train: Part,
  options: InputOptions,
): Promise<FittedInput> {
  return spec.type === 'text' ? fitText(name, spec, train) : fitPicture(name, spec, train, options);
}
