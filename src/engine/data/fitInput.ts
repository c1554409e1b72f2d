import type { EncodedInput } from '../../shared/encoding';
import type { FeatureSpec, ImageFeature, TextFeature } from '../../shared/experiment';
import { encodePictures, fitPicture } from './pictures';
import type { Part } from './splitParts';
import { encodeTexts, fitText } from './text/fitText';

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
 * @returns [part rows, ...shape]
 * @throws MtlError of kind `data` at a cell that cannot be read
 */
export function encodeInput(
  { name, shape, encoding }: EncodedInput,
  part: Part,
): Promise<Float32Array | Int32Array> {
  return encoding.type === 'text'
    ? encodeTexts(name, shape, encoding, part)
    : encodePictures(name, shape, part);
}

export function isInput(spec: FeatureSpec): spec is InputSpec {
  return spec.type === 'image' || spec.type === 'text';
}

/** @param train what a vocabulary is made of */
export function fitInput(name: string, spec: InputSpec, train: Part): FittedInput {
  return spec.type === 'text' ? fitText(name, spec, train) : fitPicture(name, spec);
}
