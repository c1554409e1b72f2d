import type { EncodedInput } from '../../shared/encoding';
import type { FeatureSpec, ImageFeature } from '../../shared/experiment';
import { encodePictures, fitPicture, pictureInput } from './pictures';
import type { Part } from './splitParts';

/** The features that are an input of the model each. */
export type InputSpec = ImageFeature;

/** An input whose encoding is settled by the training part. */
export interface FittedInput {
  readonly input: EncodedInput;
  /** @returns [part rows, ...shape] @throws MtlError of kind `data` at a cell that cannot be read */
  readonly encode: (part: Part) => Promise<Float32Array | Int32Array>;
}

/**
 * Encodes a column as a fitted input says.
 * @returns [part rows, ...shape]
 * @throws MtlError of kind `data` at a cell that cannot be read
 */
export function encodeInput(input: EncodedInput, part: Part): Promise<Float32Array | Int32Array> {
  return encodePictures(input, part);
}

export interface InputOptions {
  /** Told what is being done, for a person. */
  readonly progress?: ((text: string) => void) | undefined;
}

export function isInput(spec: FeatureSpec): spec is InputSpec {
  return spec.type === 'image';
}

/** An input as the model is built for it, without reading what is not in the table itself. */
export function inputOf(name: string, spec: InputSpec): EncodedInput {
  return pictureInput(name, spec);
}

/** @throws MtlError of kind `data` at a cell that cannot be read */
export function fitInput(
  name: string,
  spec: InputSpec,
  train: Part,
  options: InputOptions,
): Promise<FittedInput> {
  return fitPicture(name, spec, train, options);
}
