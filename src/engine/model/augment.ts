import { add, mul, reshape, sub, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { ImageEncoding } from '../../shared/encoding';
import type { AugmentSpec } from '../../shared/experiment';
import { drawMovement, drawUniform, movePictures } from './movement';

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
  const [batch] = x.shape;
  const moved = movePictures(x, drawMovement(spec, batch, key, salt));
  if (spec.brightness === 0) return moved;
  const drawn = drawUniform('brightness', batch, key, salt);
  return brightened(moved, encoding, spec.brightness, drawn);
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
