import {
  add,
  mul,
  registerKernel,
  reshape,
  scalar,
  slice,
  tensor,
  tidy,
  type ExpandDimsAttrs,
  type GatherV2Attrs,
  type KernelFunc,
  type Tensor,
  type Tensor1D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { composedLayerNorm } from '../layerNorm';
import { positionHashes, type RandomIntegersAttributes } from '../randomIntegers';
import { attributeKinds, dataTypes, tfjsBackend, type TensorflowBackend } from './binding';

/**
 * Gives tfjs-node the kernels that it lacks, and two of its own in a form that can be recorded. Its
 * `GatherV2` reads all indices in JavaScript, to check them as TensorFlow does again; its
 * `ExpandDims` leaves a type out that only eager execution infers. To be called once tfjs-node has
 * registered its kernels.
 */
export function registerTensorflowKernels(): void {
  const kernels: Readonly<Record<string, KernelFunc>> = {
    RandomIntegers: ({ inputs, attrs, backend }) =>
      randomIntegers(
        inputs['key'] as Tensor1D,
        attrs as unknown as RandomIntegersAttributes,
        backend as TensorflowBackend,
      ),
    LayerNormalization: composedLayerNorm,
    ExpandDims: ({ inputs, attrs, backend }) =>
      expandDims(
        inputs['input'] as TensorInfo,
        attrs as unknown as ExpandDimsAttrs,
        backend as TensorflowBackend,
      ),
    GatherV2: ({ inputs, attrs, backend }) =>
      gather(
        inputs['x'] as TensorInfo,
        inputs['indices'] as TensorInfo,
        attrs as unknown as GatherV2Attrs,
        backend as TensorflowBackend,
      ),
  };
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    registerKernel({ kernelName, backendName: tfjsBackend, kernelFunc });
  }
}

/** TensorFlow's integers wrap around as those of JavaScript's `Math.imul` do. */
function randomIntegers(
  key: Tensor1D,
  { shape, salt }: RandomIntegersAttributes,
  backend: TensorflowBackend,
): Tensor {
  return tidy(() => {
    const part = (position: number): Tensor => reshape(slice(key, position, 1), []);
    const hashes = tensor(positionHashes(shape, salt), [...shape], 'int32');
    const type = typeAttribute('T', 'int32');
    const odd = backend.executeSingleOutput('BitwiseOr', [type], [part(0), scalar(1, 'int32')]);
    return add(mul(hashes, odd), part(1));
  });
}

function expandDims(
  input: TensorInfo,
  { dim }: ExpandDimsAttrs,
  backend: TensorflowBackend,
): Tensor {
  return tidy(() =>
    backend.executeSingleOutput(
      'ExpandDims',
      [typeAttribute('T', input.dtype), typeAttribute('Tdim', 'int32')],
      [input, scalar(dim, 'int32')],
    ),
  );
}

function gather(
  x: TensorInfo,
  indices: TensorInfo,
  { axis, batchDims }: GatherV2Attrs,
  backend: TensorflowBackend,
): Tensor {
  return tidy(() =>
    backend.executeSingleOutput(
      'GatherV2',
      [
        { name: 'batch_dims', type: attributeKinds.int, value: batchDims },
        typeAttribute('Tparams', x.dtype),
        typeAttribute('Tindices', indices.dtype),
        typeAttribute('Taxis', 'int32'),
      ],
      [x, indices, scalar(axis, 'int32')],
    ),
  );
}

function typeAttribute(name: string, dtype: TensorInfo['dtype']) {
  if (dtype === 'string' || dtype === 'complex64') throw new Error(`${name} cannot be ${dtype}`);
  return { name, type: attributeKinds.type, value: dataTypes[dtype] };
}
