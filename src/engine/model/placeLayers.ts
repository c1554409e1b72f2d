import {
  add,
  div,
  max,
  mean,
  moments,
  mul,
  reshape,
  sqrt,
  sub,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { widthOf } from '../../shared/shape';
import type { GlobalPoolLayer, NormalizeLayer } from '../../shared/modelSpec';
import { layerNorm } from '../backend/layerNorm';
import type { Layer, LayerPlace } from './layer';

/** Keeps the division finite where all units are equal (PyTorch's default). */
const epsilon = 1e-5;

/** One number a unit: the mean or the maximum over all places. */
export function globalPoolLayer(
  { globalPool }: GlobalPoolLayer,
  { name, shape }: LayerPlace,
): Layer {
  const reduce = globalPool === 'max' ? max : mean;
  return {
    name,
    kind: 'pool',
    label: `global ${globalPool} pool`,
    shape,
    parameters: [],
    apply: (x) => reduce(x, placesOf(x)),
  };
}

/** The numbers of a row in one vector, channels of a place beside each other. */
export function flattenLayer({ name, shape }: LayerPlace): Layer {
  return {
    name,
    kind: 'flatten',
    label: 'flatten',
    shape,
    parameters: [],
    apply: (x) => reshape(x, [-1, ...shape]),
  };
}

/**
 * Layer normalisation (Ba et al., 2016, 1607.06450) over the units of each place, or group
 * normalisation (Wu & He, ECCV 2018, 1803.08494) over all places and groups of channels.
 */
export function normalizeLayer(spec: NormalizeLayer, { name, shape }: LayerPlace): Layer {
  const units = widthOf(shape);
  const groups = spec.groups ?? 1;
  const isGroup = spec.normalize === 'group';
  return {
    name,
    kind: 'normalize',
    label: isGroup ? `group norm · ${groups}` : 'layer norm',
    shape,
    parameters: [
      { name: 'scale', shape: [units], initial: 1 },
      { name: 'shift', shape: [units] },
    ],
    apply: (x, { weight }) =>
      isGroup
        ? add(mul(groupNorm(x, groups), weight('scale')), weight('shift'))
        : layerNorm(x, weight('scale') as Tensor1D, weight('shift') as Tensor1D, epsilon),
  };
}

/** @param x [batch, ...places, channels] */
function groupNorm(x: Tensor, groups: number): Tensor {
  const [batch = 0, ...row] = x.shape;
  const grouped = reshape(x, [batch, -1, groups, widthOf(row) / groups]);
  const { mean: average, variance } = moments(grouped, [1, 3], true);
  return reshape(div(sub(grouped, average), sqrt(add(variance, epsilon))), x.shape);
}

/** The dimensions between batch and units. */
export function placesOf({ rank }: Tensor): number[] {
  return Array.from({ length: rank - 2 }, (_, index) => index + 1);
}
