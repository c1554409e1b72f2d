import type { AugmentSpec, TaskSpec, TokenKind, UnknownKind } from './experiment';

/**
 * How raw columns became numbers, settled by the training part only; the content of
 * `encoding.json`, so that other rows can be encoded alike.
 */
export interface Encoding {
  /** Numbers a row that `features` make. */
  readonly width: number;
  /** The features of numbers and categories, side by side in one input of the model. */
  readonly features: readonly EncodedFeature[];
  /** The other features, each an input of its own; absent for none. */
  readonly inputs?: readonly EncodedInput[];
  readonly tasks: readonly EncodedTask[];
}

/** One feature of the experiment and where its numbers stand in an encoded row. */
export interface EncodedFeature {
  readonly name: string;
  readonly offset: number;
  readonly width: number;
  readonly encoding: NumberEncoding | CategoryEncoding;
}

/** A feature that is an input of its own: a picture or a text. */
export interface EncodedInput {
  readonly name: string;
  /** Of a row: [height, width, channels], or [tokens]. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly encoding: ImageEncoding | TextEncoding;
}

/** How a text becomes ids of tokens: 0 for padding, 1 for a token of which nothing is known. */
export interface TextEncoding {
  readonly type: 'text';
  readonly tokens: TokenKind;
  readonly lowercase: boolean;
  /** Whether tokens that follow a space begin with `▁`: texts can then be put together again. */
  readonly hasSpaces: boolean;
  /** Whether the vocabulary has shapes, for words that are not in it; of runs that know of shapes. */
  readonly unknown?: UnknownKind;
  /** Tokens by id. */
  readonly vocabulary: readonly string[];
  /** Pairs of tokens that become one, in this order; of byte pairs. */
  readonly merges?: readonly (readonly [string, string])[];
}

/** (pixel / 255 - shift) / scale, by channel. */
export interface ImageEncoding {
  readonly type: 'image';
  readonly shift: readonly number[];
  readonly scale: readonly number[];
  /** While training only. */
  readonly augment?: AugmentSpec;
}

/** (number - shift) / scale: mean and deviation, or minimum and range, or 0 and 1. */
export interface NumberEncoding {
  readonly type: 'number';
  readonly shift: number;
  readonly scale: number;
  /** The number that stands for a missing one: the training mean. */
  readonly missing: number;
}

/** One column a category in this order, then one for missing values and those not seen in training. */
export interface CategoryEncoding {
  readonly type: 'category';
  readonly categories: readonly string[];
}

/** What a task's head must produce and how its numbers read. */
export interface EncodedTask {
  readonly name: string;
  readonly spec: TaskSpec;
  /** Width of the head's output layer: 1, or the number of classes. */
  readonly outputs: number;
  /** Of a row's target; absent for one number. */
  readonly targetShape?: readonly number[];
  /** Of what the head says of a row; absent for [outputs]. */
  readonly outputShape?: readonly number[];
  /** How the target's texts become ids; of sequence tasks. */
  readonly text?: TextEncoding;
  /** The text whose tokens, or the picture whose places, the head reads. */
  readonly feature?: string;
  /** Labels by index for binary (negative, positive), multiclass and tagging tasks. */
  readonly classes?: readonly string[];
  /** Regression: value in its own units = scaled value * scale + shift. */
  readonly scale: number;
  readonly shift: number;
}
