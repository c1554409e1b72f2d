import { add, conv2d, reshape, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { widthOf } from '../../shared/shape';
import type { ResidualLayer } from '../../shared/modelSpec';
import { activated, activations } from './activations';
import type { Layer, LayerPlace } from './layer';
import { chain, chainParameters } from './layerChain';

/**
 * A residual block (He et al., CVPR 2016, 1512.03385) of pictures or texts: activation(x + layers(x)).
 * Where the layers change the shape, x is projected by a linear map of the channels of every
 * `stride`-th place, or of the units of each token.
 */
export function residualLayer(
  { activation }: ResidualLayer,
  { name, input, shape }: LayerPlace,
  layers: readonly Layer[],
): Layer {
  const stride = Math.ceil((input[0] ?? 1) / (shape[0] ?? 1));
  const [from, to] = [widthOf(input), widthOf(shape)];
  const isProjected = input.join() !== shape.join();
  return {
    name,
    kind: 'residual',
    label: activated(`residual · ${layers.map(({ label }) => label).join(', ')}`, activation),
    shape,
    parameters: [
      ...chainParameters(layers),
      ...(isProjected ? [{ name: 'projection/kernel', shape: [1, 1, from, to] }] : []),
    ],
    isStochastic: layers.some(({ isStochastic }) => isStochastic),
    apply: (x, pass) => {
      const direct = isProjected
        ? projected(x, pass.weight('projection/kernel') as Tensor4D, stride)
        : x;
      return activations[activation](add(direct, chain(layers, x, pass)));
    },
  };
}

/** A convolution with a window of one place. @param x [batch, height, width, channels] or [batch, tokens, units] */
function projected(x: Tensor, kernel: Tensor4D, stride: number): Tensor {
  const [, tokens = 1, units = 1] = x.shape;
  if (x.rank === 4) return conv2d(x as Tensor4D, kernel, stride, 'same');
  const picture: Tensor4D = reshape(x, [-1, tokens, 1, units]);
  return reshape(conv2d(picture, kernel, 1, 'same'), [-1, tokens, kernel.shape[3]]);
}
