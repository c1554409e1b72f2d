import {
  add,
  div,
  expandDims,
  max,
  maximum,
  mean,
  minimum,
  moments,
  mul,
  reshape,
  sqrt,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { widthOf } from '../../shared/shape';
import type { GlobalPoolLayer, NormalizeLayer } from '../../shared/modelSpec';
import { layerNorm } from '../backend/layerNorm';
import type { Layer, LayerPlace } from './layer';

/** Keeps the division finite where all units are equal (PyTorch's default). */
const epsilon = 1e-5;
/** Below every number that a layer makes. */
const outOfSight = 1e9;

/** One number a unit: the mean or the maximum over all places. */
export function globalPoolLayer(
  { globalPool }: GlobalPoolLayer,
  { name, shape }: LayerPlace,
): Layer {
  return {
    name,
    kind: 'pool',
    label: `global ${globalPool} pool`,
    shape,
    parameters: [],
    apply: (x, { mask }) => (globalPool === 'max' ? maxOfPlaces(x, mask) : meanOfPlaces(x, mask)),
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

/**
 * The mean over the places of a picture, or over the tokens of a text: 0 where it has none.
 * @param x [batch, ...places, units] @param mask [batch, tokens] @returns [batch, units]
 */
export function meanOfPlaces(x: Tensor, mask: Tensor | undefined): Tensor {
  if (!mask) return mean(x, placesOf(x));
  const count = maximum(sum(mask, 1, true), 1);
  return div(sum(mul(x, expandDims(mask, 2)), 1), count);
}

/** The maximum instead. */
function maxOfPlaces(x: Tensor, mask: Tensor | undefined): Tensor {
  if (!mask) return max(x, placesOf(x));
  const isPadding = expandDims(sub(1, mask), 2);
  const hasTokens = minimum(sum(mask, 1, true), 1);
  return mul(max(sub(x, mul(isPadding, outOfSight)), 1), hasTokens);
}

/** The dimensions between batch and units. */
function placesOf({ rank }: Tensor): number[] {
  return Array.from({ length: rank - 2 }, (_, index) => index + 1);
}
