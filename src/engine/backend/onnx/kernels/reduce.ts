import { sizeOf } from '../../../../shared/shape';
import {
  util,
  type AllAttrs,
  type AnyAttrs,
  type ArgMaxAttrs,
  type MaxAttrs,
  type SoftmaxAttrs,
  type SumAttrs,
  type TopKAttrs,
} from '@tensorflow/tfjs-core';
import { type OnnxGraph, type Value } from '../graph';
import { channelsFirst, channelsLast } from '../layouts';
import { like, type Inputs, type KernelTable } from './kernel';

type Axes = number | number[] | undefined;

/** Sums, extrema and normalisations along axes. */
export const reduceKernels: KernelTable = {
  Sum: (graph, { x }: Inputs<'x'>, { axis, keepDims }: SumAttrs) => {
    const axes = util.parseAxisParam(axis, [...x.shape]);
    const summed = axes.includes(1) && axes.includes(2) ? graph.gathered(x) : x;
    return (
      sumLeading(graph, summed, axis, keepDims) ??
      reduce(graph, 'ReduceSum', summed, axis, keepDims)
    );
  },
  Mean: (graph, { x }: Inputs<'x'>, { axis, keepDims }: SumAttrs) =>
    reduce(graph, 'ReduceMean', graph.cast(x, 'float32'), axis, keepDims),
  Max: (graph, { x }: Inputs<'x'>, { reductionIndices, keepDims }: MaxAttrs) =>
    reduce(graph, 'ReduceMax', x, reductionIndices, keepDims),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  All: (graph, { x }: Inputs<'x'>, { axis, keepDims }: AllAttrs) =>
    graph.cast(reduce(graph, 'ReduceMin', graph.cast(x, 'int32'), axis, keepDims), 'bool'),
  Any: (graph, { x }: Inputs<'x'>, { axis, keepDims }: AnyAttrs) =>
    graph.cast(reduce(graph, 'ReduceMax', graph.cast(x, 'int32'), axis, keepDims), 'bool'),
  ArgMax: position('ArgMax'),
  ArgMin: position('ArgMin'),
  TopK: (graph, { x }: Inputs<'x'>, { k }: TopKAttrs) => {
    const shape = [...x.shape.slice(0, -1), k];
    const outputs = [
      { shape, dtype: x.dtype },
      { shape, dtype: 'int64' as const },
    ];
    const [values, indices] = graph.addMany('TopK', [x, graph.integers([k])], outputs);
    return values && indices ? [values, graph.cast(indices, 'int32')] : [];
  },
  Softmax: (graph, { logits }: Inputs<'logits'>, { dim }: SoftmaxAttrs) =>
    graph.add('Softmax', [logits], like(logits), { axis: dim }),
};

/** The position of an extremum, the first of several. */
function position(opType: string) {
  return (graph: OnnxGraph, { x }: Inputs<'x'>, attributes: ArgMaxAttrs) => {
    const [axis = 0] = util.parseAxisParam(attributes.axis, [...x.shape]);
    const shape = x.shape.filter((_, index) => index !== axis);
    const index = graph.add(opType, [x], { shape, dtype: 'int64' }, { axis, keepdims: 0 });
    return graph.cast(index, 'int32');
  };
}

function reduction(opType: string) {
  return (graph: OnnxGraph, { x }: Inputs<'x'>, { axis, keepDims }: SumAttrs) =>
    reduce(graph, opType, x, axis, keepDims);
}

function reduce(graph: OnnxGraph, opType: string, x: Value, axis: Axes, keepDims = false): Value {
  const axes = util.parseAxisParam(axis as number | number[], [...x.shape]);
  // Without axes ONNX would reduce over all of them.
  if (axes.length === 0) return x;
  const kept = x.shape.map((size, index) => (axes.includes(index) ? 1 : size));
  const reduced = graph.isChannelsFirst(x)
    ? graph.transpose(
        reduceNode(
          graph,
          opType,
          graph.transpose(x, channelsFirst),
          axes.map((each) => channelsLast[each] ?? 0),
        ),
        channelsLast,
      )
    : reduceNode(graph, opType, x, axes);
  return keepDims
    ? reduced
    : graph.reshape(
        reduced,
        kept.filter((_, index) => !axes.includes(index)),
      );
}

/** Keeps the reduced axes, of size 1. */
function reduceNode(graph: OnnxGraph, opType: string, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.map((size, index) => (axes.includes(index) ? 1 : size));
  return graph.add(opType, [x, graph.integers(axes)], { shape, dtype: x.dtype }, { keepdims: 1 });
}

/**
 * The sum over leading axes, which is what the gradients of biases need, where it is a product with
 * ones. Undefined where it is not.
 */
function sumLeading(graph: OnnxGraph, x: Value, axis: Axes, keepDims = false): Value | undefined {
  const axes = util.parseAxisParam(axis as number | number[], [...x.shape]);
  const [summed, rest] = [x.shape.slice(0, axes.length), x.shape.slice(axes.length)];
  const leading = axes.every((each) => each < axes.length);
  if (graph.isChannelsFirst(x) || x.dtype !== 'float32' || !leading) return undefined;
  if (sizeOf(summed) === 1 || sizeOf(rest) === 1) return undefined;
  const sum = sumRows(graph, x, axes.length);
  return keepDims ? graph.reshape(sum, [...summed.map(() => 1), ...rest]) : sum;
}

/** The sum over the first axes as a product with ones: several times as fast as ReduceSum. */
export function sumRows(graph: OnnxGraph, x: Value, axes: number): Value {
  const [rows, rest] = [sizeOf(x.shape.slice(0, axes)), x.shape.slice(axes)];
  const columns = sizeOf(rest);
  const ones = graph.constant(new Float32Array(rows).fill(1), [1, rows], 'float32');
  const matrix = graph.reshape(x, [rows, columns]);
  const sum = graph.add('Gemm', [ones, matrix], { shape: [1, columns], dtype: x.dtype });
  return graph.reshape(sum, rest);
}
