import type { FusedBatchNormAttrs } from '@tensorflow/tfjs-core';
import { binaryNode, unaryNode, type Inputs, type KernelTable } from './kernel';

type BatchNormInputs = Inputs<'x' | 'mean' | 'variance'> & Partial<Inputs<'scale' | 'offset'>>;

/** Batch normalisation by given moments. */
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
};
