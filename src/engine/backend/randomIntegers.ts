import {
  engine,
  registerKernel,
  util,
  type Tensor,
  type Tensor1D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { mix32 } from '../../shared/random';

const kernelName = 'RandomIntegers';

export interface RandomIntegersAttributes {
  readonly shape: readonly number[];
  readonly salt: number;
}

/**
 * Uniformly random int32 numbers, the same on every backend, and others for each key. Multiply-shift
 * hashing (Dietzfelbinger et al., 1997) of an element's position, with the key as random
 * coefficients: the upper bits are the random ones.
 * @param key [2], int32: random numbers of the step
 * @param salt tells the draws of one step apart
 * @returns int32 of the given shape
 */
export function randomIntegers<Drawn extends Tensor>(
  key: Tensor1D,
  shape: Drawn['shape'],
  salt: number,
): Drawn {
  return engine().runKernel(kernelName, { key }, { shape, salt });
}

/** A random constant for each element, int32: what the step's key is combined with. */
export function positionHashes(shape: readonly number[], salt: number): Int32Array {
  const stream = mix32(salt ^ 0x9e3779b9);
  return Int32Array.from({ length: util.sizeFromShape([...shape]) }, (_, position) =>
    mix32(stream ^ mix32(position + 0x9e3779b9)),
  );
}

/** A backend as this kernel uses it. */
interface TensorStore {
  readSync(dataId: object): ArrayLike<number>;
  write(values: Int32Array, shape: number[], dtype: 'int32'): object;
}

function draw(key: TensorInfo, attributes: RandomIntegersAttributes, store: TensorStore) {
  const shape = [...attributes.shape];
  const [first = 0, second = 0] = Array.from(store.readSync(key.dataId));
  const values = positionHashes(shape, attributes.salt).map(
    (hash) => Math.imul(hash, first | 1) + second,
  );
  return { dataId: store.write(values, shape, 'int32'), shape, dtype: 'int32' as const };
}

registerKernel({
  kernelName,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }) =>
    draw(
      inputs['key'] as TensorInfo,
      attrs as unknown as RandomIntegersAttributes,
      backend as TensorStore,
    ),
});
