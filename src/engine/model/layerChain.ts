import type { Tensor } from '@tensorflow/tfjs-core';
import type { Layer, LayerPass } from './layer';
import type { NodeParameter } from './node';

/** The parameters of layers that are one thing together, each under its layer's name. */
export function chainParameters(layers: readonly Layer[]): NodeParameter[] {
  return layers.flatMap((layer) =>
    layer.parameters.map((each) => ({ ...each, name: `${layer.name}/${each.name}` })),
  );
}

/** Applies the layers one after the other. */
export function chain(
  layers: readonly Layer[],
  x: Tensor,
  { weight, training, salt, mask }: LayerPass,
): Tensor {
  return layers.reduce((input, layer, position) => {
    const own = (name: string) => weight(`${layer.name}/${name}`);
    return layer.apply(input, { weight: own, training, salt: salt + position, mask });
  }, x);
}
