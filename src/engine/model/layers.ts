import { isMisfit, shapeAfter } from '../../shared/layerShapes';
import type { LayerSpec } from '../../shared/modelSpec';
import { convLayer, poolLayer } from './convLayers';
import { denseLayer, dropoutLayer } from './denseLayers';
import { embeddingLayer } from './embeddingLayer';
import { gruLayer } from './gruLayer';
import { layerKinds, type Layer, type LayerKind, type LayerPlace } from './layer';
import { flattenLayer, globalPoolLayer, normalizeLayer } from './placeLayers';
import { residualLayer } from './residualLayer';
import { transformerLayer } from './transformerLayer';

/**
 * A chain of layers, numbered by kind: `dense0`, `dropout0`, `dense1`.
 * @param input shape of a row that the first one sees
 * @param vocabulary different ids that the first one sees, of a text
 */
export function layersOf(
  specs: readonly LayerSpec[],
  input: readonly number[],
  vocabulary?: number,
): readonly Layer[] {
  const counts = new Map<LayerKind, number>();
  let shape = input;
  return specs.map((spec) => {
    const kind = kindOf(spec);
    const index = counts.get(kind) ?? 0;
    counts.set(kind, index + 1);
    const after = shapeAfter(spec, shape);
    if (isMisfit(after)) throw new Error(`${kind}${index} ${after.says}`);
    const layer = layerOf(spec, {
      name: `${kind}${index}`,
      input: shape,
      shape: after,
      vocabulary,
    });
    shape = after;
    return layer;
  });
}

function kindOf(spec: LayerSpec): LayerKind {
  if ('maxPool' in spec || 'averagePool' in spec || 'globalPool' in spec) return 'pool';
  if ('transformer' in spec) return 'transformer';
  const kind = layerKinds.find((each) => each in spec);
  if (!kind) throw new Error(`no layer: ${Object.keys(spec).join(', ')}`);
  return kind;
}

function layerOf(spec: LayerSpec, place: LayerPlace): Layer {
  // It has a dropout of its own.
  if ('transformer' in spec) return transformerLayer(spec, place);
  if ('dense' in spec) return denseLayer(spec, place);
  if ('dropout' in spec) return dropoutLayer(spec, place);
  if ('conv' in spec) return convLayer(spec, place);
  if ('globalPool' in spec) return globalPoolLayer(spec, place);
  if ('flatten' in spec) return flattenLayer(place);
  if ('normalize' in spec) return normalizeLayer(spec, place);
  if ('residual' in spec) return residualLayer(spec, place, layersOf(spec.residual, place.input));
  if ('embedding' in spec) return embeddingLayer(spec, place);
  if ('gru' in spec) return gruLayer(spec, place);
  return poolLayer(spec, place);
}
