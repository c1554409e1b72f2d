import { add, avgPool, conv2d, maxPool, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { widthOf } from '../../shared/shape';
import type { ConvLayer, PoolLayer } from '../../shared/modelSpec';
import { activated, activations } from './activations';
import type { Layer, LayerPlace } from './layer';

/** A convolution of pictures, [batch, height, width, channels]; its kernel is [height, width, in, out]. */
export function convLayer(spec: ConvLayer, { name, input, shape }: LayerPlace): Layer {
  const { conv, kernel, stride, dilation, padding, activation, l2 } = spec;
  const strides = stride > 1 ? ` / ${stride}` : '';
  return {
    name,
    kind: 'conv',
    label: activated(`conv ${conv} · ${kernel}×${kernel}${strides}`, activation),
    shape,
    parameters: [
      {
        name: 'kernel',
        shape: [kernel, kernel, widthOf(input), conv],
        l2,
      },
      { name: 'bias', shape: [conv] },
    ],
    apply: (x, { weight }) => {
      const filters = weight('kernel') as Tensor4D;
      const y: Tensor = conv2d(x as Tensor4D, filters, stride, padding, 'NHWC', dilation);
      return activations[activation](add(y, weight('bias')));
    },
  };
}

/** The largest number, or the mean, of each window of each channel. */
export function poolLayer(spec: PoolLayer, { name, shape }: LayerPlace): Layer {
  const isMax = 'maxPool' in spec;
  const size = isMax ? spec.maxPool : spec.averagePool;
  const pool = isMax ? maxPool : avgPool;
  return {
    name,
    kind: 'pool',
    label: `${isMax ? 'max' : 'average'} pool ${size}×${size}`,
    shape,
    parameters: [],
    apply: (x) => pool(x as Tensor4D, size, spec.stride ?? size, spec.padding),
  };
}
