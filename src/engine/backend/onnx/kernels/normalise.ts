import type { FusedBatchNormAttrs } from '@tensorflow/tfjs-core';
import type { LayerNormAttributes } from '../../layerNorm';
import type { OnnxGraph, Value } from '../graph';
import { binaryNode, filled, like, unaryNode, type Inputs, type KernelTable } from './kernel';

type BatchNormInputs = Inputs<'x' | 'mean' | 'variance'> & Partial<Inputs<'scale' | 'offset'>>;

/** Batch normalisation by given moments, and layer normalisation. */
export const normaliseKernels: KernelTable = {
  FusedBatchNorm: (
    graph,
    { x, mean, variance, scale, offset }: BatchNormInputs,
    { varianceEpsilon }: FusedBatchNormAttrs,
  ) => {
    const shifted = binaryNode(graph, 'Add', variance, graph.scalar(varianceEpsilon));
    const inverse = unaryNode(graph, 'Reciprocal', unaryNode(graph, 'Sqrt', shifted));
    const factor = scale ? binaryNode(graph, 'Mul', inverse, scale) : inverse;
    const centred = binaryNode(graph, 'Sub', x, mean);
    const scaled = binaryNode(graph, 'Mul', centred, factor);
    return offset ? binaryNode(graph, 'Add', scaled, offset) : scaled;
  },
  LayerNormalization: (
    graph,
    { x, scale, offset }: Inputs<'x' | 'scale' | 'offset'>,
    { epsilon }: LayerNormAttributes,
  ) => {
    const [result] = layerNorm(graph, x, scale, offset, epsilon);
    // Of the gradient alone. To scale `normal` instead is slower: ONNX Runtime fuses that badly.
    const ones = filled(graph, 1, scale.shape, x.dtype);
    const zeros = filled(graph, 0, scale.shape, x.dtype);
    const [normal, , inverse] = layerNorm(graph, x, ones, zeros, epsilon);
    return result && normal && inverse ? [result, normal, inverse] : [];
  },
};

/** The result, the means and the inverse deviations. */
function layerNorm(
  graph: OnnxGraph,
  x: Value,
  scale: Value,
  offset: Value,
  epsilon: number,
): readonly Value[] {
  const moment = { shape: [...x.shape.slice(0, -1), 1], dtype: x.dtype };
  const attributes = { axis: -1, epsilon: { float: epsilon } };
  return graph.addMany(
    'LayerNormalization',
    [x, scale, offset],
    [like(x), moment, moment],
    attributes,
  );
}
