import {
  util,
  type ArgMaxAttrs,
  type LogSoftmaxAttrs,
  type MaxAttrs,
  type SoftmaxAttrs,
  type SumAttrs,
} from '@tensorflow/tfjs-core';
import type { OnnxGraph, Value } from '../graph';
import { like, type Inputs, type KernelTable } from './kernel';

type Axes = number | number[] | undefined;

/** Sums, extrema and normalisations along axes. */
export const reduceKernels: KernelTable = {
  Sum: reduction('ReduceSum'),
  Mean: (graph, { x }: Inputs<'x'>, { axis, keepDims }: SumAttrs) =>
    reduce(graph, 'ReduceMean', graph.cast(x, 'float32'), axis, keepDims),
  Max: (graph, { x }: Inputs<'x'>, { reductionIndices, keepDims }: MaxAttrs) =>
    reduce(graph, 'ReduceMax', x, reductionIndices, keepDims),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  ArgMax: (graph, { x }: Inputs<'x'>, attributes: ArgMaxAttrs) => {
    const [axis = 0] = util.parseAxisParam(attributes.axis, [...x.shape]);
    const shape = x.shape.filter((_, index) => index !== axis);
    const index = graph.add('ArgMax', [x], { shape, dtype: 'int64' }, { axis, keepdims: 0 });
    return graph.cast(index, 'int32');
  },
  Softmax: (graph, { logits }: Inputs<'logits'>, { dim }: SoftmaxAttrs) =>
    graph.add('Softmax', [logits], like(logits), { axis: dim }),
  LogSoftmax: (graph, { logits }: Inputs<'logits'>, { axis }: LogSoftmaxAttrs) =>
    graph.add('LogSoftmax', [logits], like(logits), { axis }),
};

function reduction(opType: string) {
  return (graph: OnnxGraph, { x }: Inputs<'x'>, { axis, keepDims }: SumAttrs) =>
    reduce(graph, opType, x, axis, keepDims);
}

function reduce(
  graph: OnnxGraph,
  opType: string,
  x: Value,
  axis: Axes,
  keepDims: boolean | undefined,
): Value {
  const axes = util.parseAxisParam(axis as number | number[], [...x.shape]);
  // Without axes ONNX would reduce over all of them.
  if (axes.length === 0) return x;
  const kept = x.shape.map((size, index) => (axes.includes(index) ? 1 : size));
  const shape = keepDims ? kept : x.shape.filter((_, index) => !axes.includes(index));
  const output = { shape, dtype: x.dtype };
  return graph.add(opType, [x, graph.integers(axes)], output, { keepdims: keepDims ? 1 : 0 });
}
