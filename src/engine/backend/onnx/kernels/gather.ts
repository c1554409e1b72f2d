import { sizeOf } from '../../../../shared/shape';
import {
  util,
  type GatherV2Attrs,
  type ScatterNdAttrs,
  type SparseToDenseAttrs,
  type UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import { type OnnxGraph, type Value } from '../graph';
import { binaryNode, filled, like, type Inputs, type KernelTable } from './kernel';

/** What picks elements by their positions, or puts them there. */
export const gatherKernels: KernelTable = {
  GatherV2: (
    graph,
    { x, indices }: Inputs<'x' | 'indices'>,
    { axis, batchDims }: GatherV2Attrs,
  ) => {
    const [along = 0] = util.parseAxisParam(axis, [...x.shape]);
    if (batchDims > 0) return gatherBatched(graph, x, indices, along, batchDims);
    const shape = [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)];
    return graph.add('Gather', [x, indices], { shape, dtype: x.dtype }, { axis: along });
  },
  GatherNd: (graph, { params, indices }: Inputs<'params' | 'indices'>) => {
    const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(indices.shape.at(-1))];
    const positions = graph.cast(indices, 'int64');
    return graph.add('GatherND', [params, positions], { shape, dtype: params.dtype });
  },
  ScatterNd: (
    graph,
    { indices, updates }: Inputs<'indices' | 'updates'>,
    { shape }: ScatterNdAttrs,
  ) => scatterAdd(graph, shape, indices, updates),
  UnsortedSegmentSum: (
    graph,
    { x, segmentIds }: Inputs<'x' | 'segmentIds'>,
    { numSegments }: UnsortedSegmentSumAttrs,
  ) => {
    const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
    return scatterAdd(graph, shape, graph.reshape(segmentIds, [...segmentIds.shape, 1]), x);
  },
  SparseToDense: (
    graph,
    inputs: Inputs<'sparseIndices' | 'sparseValues' | 'defaultValue'>,
    { outputShape }: SparseToDenseAttrs,
  ) => {
    const { sparseIndices, sparseValues, defaultValue } = inputs;
    const depth = outputShape.length;
    const count = sizeOf(sparseIndices.shape) / depth;
    const positions = graph.cast(graph.reshape(sparseIndices, [count, depth]), 'int64');
    const start = graph.expand(defaultValue, outputShape);
    const values = graph.expand(sparseValues, [count]);
    return graph.add('ScatterND', [start, positions, values], like(start));
  },
};

/** Indices with leading axes in common with x: [batch, ...rest]; the result is [batch, outer, rest, inner]. */
function gatherBatched(
  graph: OnnxGraph,
  x: Value,
  indices: Value,
  axis: number,
  batchDims: number,
): Value {
  const range = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => from + index);
  const rank = x.shape.length;
  const order = [...range(0, batchDims), axis, ...range(batchDims, axis), ...range(axis + 1, rank)];
  const data = graph.transpose(x, order);
  const positions = graph.cast(graph.reshape(indices, [...indices.shape, 1]), 'int64');
  const shape = [...indices.shape, ...data.shape.slice(batchDims + 1)];
  const output = { shape, dtype: x.dtype };
  const gathered = graph.add('GatherND', [data, positions], output, { batch_dims: batchDims });
  const rest = indices.shape.length;
  const outer = rest + axis - batchDims;
  return graph.transpose(gathered, [
    ...range(0, batchDims),
    ...range(rest, outer),
    ...range(batchDims, rest),
    ...range(outer, shape.length),
  ]);
}

/**
 * Zeros of the given shape, plus `updates` at `indices`; what meets at one position is summed.
 * Element by element: ScatterND, on several threads, loses some of what meets
 * (https://github.com/microsoft/onnxruntime/issues/23396).
 */
function scatterAdd(
  graph: OnnxGraph,
  shape: readonly number[],
  indices: Value,
  updates: Value,
): Value {
  const depth = indices.shape.at(-1) ?? 1;
  const inner = sizeOf(shape.slice(depth));
  const count = sizeOf(updates.shape) / inner;
  const rows = graph.cast(graph.reshape(indices, [count, depth]), 'int64');
  const starts = rowStarts(graph, rows, shape.slice(0, depth), inner);
  const within = graph.integers(Array.from({ length: inner }, (_, index) => index));
  const positions = binaryNode(graph, 'Add', starts, within);
  const zeros = filled(graph, 0, [sizeOf(shape)], updates.dtype);
  const inputs = [
    zeros,
    ...[positions, updates].map((each) => graph.reshape(each, [count * inner])),
  ];
  const sums = graph.add('ScatterElements', inputs, like(zeros), { reduction: 'add' });
  return graph.reshape(sums, shape);
}

/** Where slices of `inner` elements start. @param rows [count, outer.length] @returns [count, 1] */
function rowStarts(graph: OnnxGraph, rows: Value, outer: readonly number[], inner: number): Value {
  const strides = outer.map((_, axis) => sizeOf(outer.slice(axis + 1)) * inner);
  const offsets = binaryNode(graph, 'Mul', rows, graph.integers(strides));
  if (outer.length === 1) return offsets;
  const output = { shape: [rows.shape[0] ?? 1, 1], dtype: rows.dtype };
  return graph.add('ReduceSum', [offsets, graph.integers([1])], output, { keepdims: 1 });
}
