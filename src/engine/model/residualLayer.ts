import { add, conv2d, type Tensor4D } from '@tensorflow/tfjs-core';
import { widthOf } from '../../shared/shape';
import type { ResidualLayer } from '../../shared/modelSpec';
import { activated, activations } from './activations';
import type { Layer, LayerPlace } from './layer';
import { chain, chainParameters } from './layerChain';

/**
 * A residual block (He et al., CVPR 2016, 1512.03385): activation(x + layers(x)). Where the layers
 * change the shape, x is projected by a linear map of the channels of every `stride`-th place.
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
        ? conv2d(x as Tensor4D, pass.weight('projection/kernel') as Tensor4D, stride, 'same')
        : x;
      return activations[activation](add(direct, chain(layers, x, pass)));
    },
  };
}
