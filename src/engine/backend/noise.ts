import {
  add,
  cast,
  clipByValue,
  greaterEqual,
  log,
  mul,
  neg,
  scalar,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { randomIntegers } from './randomIntegers';

/**
 * A dropout mask: each element is 0 with probability `rate`, otherwise 1 / (1 - rate) (inverted
 * dropout). The same on every backend, and another one for each key.
 * @param key [2], int32: random numbers of the step
 * @param rate in [0, 1)
 * @param salt tells the draws of one step apart
 * @returns float32 of the given shape
 */
export function dropoutMask<Mask extends Tensor>(
  key: Tensor1D,
  shape: Mask['shape'],
  rate: number,
  salt: number,
): Mask {
  // What a uniformly random int32 reaches with probability 1 - rate.
  const threshold = Math.round(rate * 2 ** 32) - 2 ** 31;
  const kept = greaterEqual(randomIntegers(key, shape, salt), scalar(threshold, 'int32'));
  return mul(cast(kept, 'float32'), 1 / (1 - rate));
}

/**
 * Standard Gumbel noise, -log(-log u) with u uniform in (0, 1), from a key as for `dropoutMask`.
 * @returns float32 of the given shape
 */
export function gumbelNoise<Noise extends Tensor>(
  key: Tensor1D,
  shape: Noise['shape'],
  salt: number,
): Noise {
  const exponential: Noise = neg(log(uniformNoise<Noise>(key, shape, salt)));
  return neg(log(exponential));
}

/**
 * Uniform noise in (0, 1), from a key as for `dropoutMask`; without the ends, which rounding could
 * reach.
 * @returns float32 of the given shape
 */
export function uniformNoise<Noise extends Tensor>(
  key: Tensor1D,
  shape: Noise['shape'],
  salt: number,
): Noise {
  const integers = randomIntegers<Noise>(key, shape, salt);
  const centred: Noise = mul(cast(integers, 'float32'), 2 ** -32);
  return clipByValue(add(centred, 0.5), 2 ** -24, 1 - 2 ** -24);
}
