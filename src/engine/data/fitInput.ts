import type { EncodedInput } from '../../shared/encoding';
import type { FeatureSpec, ImageFeature } from '../../shared/experiment';
import { encodePictures, fitPicture } from './pictures';
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
export function encodeInput(
  { name, shape }: EncodedInput,
  part: Part,
): Promise<Float32Array | Int32Array> {
  return encodePictures(name, shape, part);
}

export function isInput(spec: FeatureSpec): spec is InputSpec {
  return spec.type === 'image';
}

export function fitInput(name: string, spec: InputSpec): FittedInput {
  return fitPicture(name, spec);
}
