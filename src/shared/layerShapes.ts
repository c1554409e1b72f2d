import { t } from './l10n';
import { sizeOf, widthOf } from './shape';
import type {
  ConvLayer,
  GruLayer,
  LayerSpec,
  NormalizeLayer,
  PoolLayer,
  TransformerLayer,
} from './modelSpec';

/** Why a layer cannot be applied. */
export interface LayerMisfit {
  /** To go on after the layer's place: "takes pictures, [height, width, channels], not [64]." */
  readonly says: string;
  readonly hint: string;
}

/** A row's shape after a layer, or why the layer does not fit. @param shape of a row, without the batch */
export function shapeAfter(
  spec: LayerSpec,
  shape: readonly number[],
): readonly number[] | LayerMisfit {
  if ('gru' in spec || 'transformer' in spec) return overTokens(spec, shape);
  if ('dense' in spec) return [...shape.slice(0, -1), spec.dense];
  if ('dropout' in spec) return shape;
  if ('normalize' in spec) return normalized(spec, shape);
  if ('flatten' in spec) return [sizeOf(shape)];
  if ('globalPool' in spec) {
    return shape.length > 1 ? [widthOf(shape)] : misfit(shape, t`takes pictures or texts`);
  }
  if ('embedding' in spec) {
    return shape.length === 1 ? [...shape, spec.embedding] : misfit(shape, t`takes a text`);
  }
  if ('residual' in spec) return afterBlock(spec.residual, shape);
  if (shape.length !== 3) return misfit(shape, t`takes pictures, [height, width, channels]`);
  return afterWindows(spec, shape);
}

export function isMisfit(result: readonly number[] | LayerMisfit): result is LayerMisfit {
  return 'says' in result;
}

/** A sum needs the places of a picture, or the tokens of a text, on both sides. */
function afterBlock(
  layers: readonly LayerSpec[],
  shape: readonly number[],
): readonly number[] | LayerMisfit {
  if (shape.length === 1) return misfit(shape, t`takes pictures or texts`);
  let result: readonly number[] | LayerMisfit = shape;
  for (const layer of layers) {
    result = shapeAfter(layer, result);
    if (isMisfit(result)) return result;
  }
  if (result.length === shape.length) return result;
  return {
    says: t`would add ${describeShape(result)} to ${describeShape(shape)}.`,
    hint: t`Put the layer that makes a vector of each row behind the residual block.`,
  };
}

function overTokens(
  spec: GruLayer | TransformerLayer,
  shape: readonly number[],
): readonly number[] | LayerMisfit {
  const [tokens = 0, units = 0, ...rest] = shape;
  if (units === 0 || rest.length > 0) return misfit(shape, t`takes texts, [tokens, units]`);
  if ('gru' in spec) return [tokens, spec.bidirectional ? 2 * spec.gru : spec.gru];
  if (units % spec.heads === 0) return shape;
  return {
    says: t`cannot split ${units} units into ${spec.heads} heads of the same size.`,
    hint: t`Choose a number of heads that divides the units of the layer before.`,
  };
}

function normalized(
  { normalize, groups = 1 }: NormalizeLayer,
  shape: readonly number[],
): readonly number[] | LayerMisfit {
  if (normalize === 'group' && shape.length === 2) {
    return { says: t`would see the padding of texts.`, hint: t`Use { "normalize": "layer" }.` };
  }
  if (normalize === 'layer' || widthOf(shape) % groups === 0) return shape;
  return {
    says: t`cannot put ${widthOf(shape)} channels into ${groups} groups of the same size.`,
    hint: t`Choose a number that divides the channels.`,
  };
}

/** Convolution and pooling move a window over height and width. */
function afterWindows(
  spec: ConvLayer | PoolLayer,
  [height = 0, width = 0, channels = 0]: readonly number[],
): readonly number[] | LayerMisfit {
  const { size, stride, dilation, outputs } = windowOf(spec, channels);
  const reach = (size - 1) * dilation + 1;
  const along = (length: number): number =>
    spec.padding === 'same'
      ? Math.ceil(length / stride)
      : Math.floor((length - reach) / stride) + 1;
  const shape = [along(height), along(width)];
  if (shape.every((length) => length > 0)) return [...shape, outputs];
  return {
    says: t`has a window of ${reach} by ${reach}, and the picture is only ${height} by ${width} there.`,
    hint: t`Use a smaller window, "padding": "same", or fewer layers that make the picture smaller.`,
  };
}

function windowOf(spec: ConvLayer | PoolLayer, channels: number) {
  if ('conv' in spec) {
    const { conv, kernel, stride, dilation } = spec;
    return { size: kernel, stride, dilation, outputs: conv };
  }
  const size = 'maxPool' in spec ? spec.maxPool : spec.averagePool;
  return { size, stride: spec.stride ?? size, dilation: 1, outputs: channels };
}

/** `a vector`, `[8, 8, 32]` */
export function describeShape(shape: readonly number[]): string {
  return shape.length === 1 ? t`a vector` : `[${shape.join(', ')}]`;
}

function misfit(shape: readonly number[], takes: string): LayerMisfit {
  return {
    says: t`${takes}, not ${describeShape(shape)}.`,
    hint:
      shape.length === 1
        ? t`Put it before the layers that make a vector of each row, such as flatten and globalPool.`
        : t`Put it where the rows still have that shape.`,
  };
}
