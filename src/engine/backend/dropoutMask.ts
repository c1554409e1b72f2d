import {
  engine,
  registerKernel,
  util,
  type Tensor,
  type Tensor1D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { mix32 } from '../../shared/random';

const kernelName = 'DropoutMask';

export interface DropoutMaskAttributes {
  readonly shape: readonly number[];
  readonly rate: number;
  readonly salt: number;
}

/**
 * A dropout mask: each element is 0 with probability `rate`, otherwise 1 / (1 - rate) (inverted
 * dropout). The same on every backend, and another one for each key. Multiply-shift hashing
 * (Dietzfelbinger et al., 1997) of the element's position, with the key as random coefficients.
 * @param key [2], int32: random numbers of the step
 * @param rate in [0, 1)
 * @param salt tells the masks of one step apart
 * @returns float32 of the given shape
 */
export function dropoutMask<Mask extends Tensor>(
  key: Tensor1D,
  shape: Mask['shape'],
  rate: number,
  salt: number,
): Mask {
  return engine().runKernel(kernelName, { key }, { shape, rate, salt });
}

/** A random constant for each element, int32: what the step's key is combined with. */
export function positionHashes(shape: readonly number[], salt: number): Int32Array {
  const stream = mix32(salt ^ 0x9e3779b9);
  return Int32Array.from({ length: util.sizeFromShape([...shape]) }, (_, position) =>
    mix32(stream ^ mix32(position + 0x9e3779b9)),
  );
}

/** An int32 that a uniformly random int32 reaches with probability 1 - `rate`. */
export function keepThreshold(rate: number): number {
  return Math.round(rate * 2 ** 32) - 2 ** 31;
}

/** A backend as this kernel uses it. */
interface TensorStore {
  readSync(dataId: object): ArrayLike<number>;
  write(values: Float32Array, shape: number[], dtype: 'float32'): object;
}

function computeMask(key: TensorInfo, attributes: DropoutMaskAttributes, store: TensorStore) {
  const { rate, salt } = attributes;
  const shape = [...attributes.shape];
  const [first = 0, second = 0] = Array.from(store.readSync(key.dataId));
  const threshold = keepThreshold(rate);
  const kept = 1 / (1 - rate);
  const values = Float32Array.from(positionHashes(shape, salt), (hash) =>
    ((Math.imul(hash, first | 1) + second) | 0) >= threshold ? kept : 0,
  );
  return { dataId: store.write(values, shape, 'float32'), shape, dtype: 'float32' as const };
}

registerKernel({
  kernelName,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }) =>
    computeMask(
      inputs['key'] as TensorInfo,
      attrs as unknown as DropoutMaskAttributes,
      backend as TensorStore,
    ),
});
