import { split, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Cuts a tensor along an axis: `split`, and TensorFlow.js has no gradient for a split into one.
 * @param sizes of the pieces, or how many of the same size
 */
export function pieces<Value extends Tensor>(
  value: Value,
  sizes: number | readonly number[],
  axis = 0,
): Value[] {
  const count = typeof sizes === 'number' ? sizes : sizes.length;
  return count === 1 ? [value] : split(value, typeof sizes === 'number' ? sizes : [...sizes], axis);
}
