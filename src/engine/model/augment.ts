import {
  add,
  cast,
  clipByValue,
  equal,
  floor,
  matMul,
  mul,
  range,
  reshape,
  sub,
  transpose,
  type Rank,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { ImageEncoding } from '../../shared/encoding';
import type { AugmentSpec } from '../../shared/experiment';
import { uniformNoise } from '../backend/noise';

/** What can be drawn of a picture; each has random numbers of its own. */
const draws = { flip: 0, down: 1, across: 2, brightness: 3 };

/**
 * Pictures changed at random, each by itself: mirrored, moved by whole pixels (what comes in is 0,
 * the mean colour), lighter or darker. The same on every backend, and another change for each key.
 * @param x [batch, height, width, channels], encoded
 * @param key [2], int32: random numbers of the step
 * @param salt tells the draws of one step apart
 */
export function augmented(
  x: Tensor4D,
  spec: AugmentSpec,
  encoding: Pick<ImageEncoding, 'shift' | 'scale'>,
  key: Tensor1D,
  salt: number,
): Tensor4D {
  const [batch, height, width] = x.shape;
  const draw = (what: keyof typeof draws): Tensor1D =>
    uniformNoise<Tensor1D>(key, [batch], salt + draws[what]);
  const { flip, crop, brightness } = spec;
  const down = crop > 0 && offsets(draw('down'), crop);
  const across = crop > 0 && offsets(draw('across'), crop);
  const mirrored: Tensor1D | false = flip && floor(mul(draw('flip'), 2));
  let y = x;
  if (down) y = selected(y, selection(height, down, false));
  if (across || mirrored) {
    const columnsFirst = transpose(y, [0, 2, 1, 3]);
    y = transpose(selected(columnsFirst, selection(width, across, mirrored)), [0, 2, 1, 3]);
  }
  return brightness > 0 ? brightened(y, encoding, brightness, draw('brightness')) : y;
}

/** Whole numbers in [-most, most], each as likely. */
function offsets(uniform: Tensor1D, most: number): Tensor1D {
  return clipByValue(sub(floor(mul(uniform, 2 * most + 1)), most), -most, most);
}

/** @param x [batch, from, ...] @param places [batch, to, from] */
function selected(x: Tensor4D, places: Tensor): Tensor4D {
  const [batch, from] = x.shape;
  return reshape<Rank.R4>(matMul(places, reshape(x, [batch, from, -1])), x.shape);
}

/**
 * Which place of a picture's row, or column, each place of the new one comes from, [batch, length,
 * length]: 1 where it is the one, otherwise 0.
 */
function selection(length: number, moved: Tensor1D | false, mirrored: Tensor1D | false): Tensor {
  const places = range(0, length, 1, 'float32');
  const to = reshape(places, [1, length, 1]);
  const from = reshape(places, [1, 1, length]);
  const eachPicture = (values: Tensor1D): Tensor => reshape(values, [-1, 1, 1]);
  // Mirrored: length - 1 - to instead of to.
  const read = mirrored ? add(to, mul(eachPicture(mirrored), sub(length - 1, mul(to, 2)))) : to;
  return cast(equal(moved ? add(read, eachPicture(moved)) : read, from), 'float32');
}

/** A pixel p becomes p·f, with f within 1 ± most; encoded it is (p - shift) / scale. */
function brightened(
  x: Tensor4D,
  { shift, scale }: Pick<ImageEncoding, 'shift' | 'scale'>,
  most: number,
  uniform: Tensor1D,
): Tensor4D {
  const change = reshape(mul(sub(mul(uniform, 2), 1), most), [-1, 1, 1, 1]);
  const black = shift.map((each, channel) => each / (scale[channel] ?? 1));
  return add(x, mul(change, add(x, black)));
}
