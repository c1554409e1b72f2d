import {
  util,
  type ArgMaxAttrs,
  type MaxAttrs,
  type SoftmaxAttrs,
  type SumAttrs,
} from '@tensorflow/tfjs-core';
import { sizeOf, type OnnxGraph, type Value } from '../graph';
import { like, type Inputs, type KernelTable } from './kernel';

type Axes = number | number[] | undefined;

/** Sums, extrema and normalisations along axes. */
export const reduceKernels: KernelTable = {
  Sum: (graph, { x }: Inputs<'x'>, { axis, keepDims }: SumAttrs) =>
    sumRows(graph, x, axis, keepDims) ?? reduce(graph, 'ReduceSum', x, axis, keepDims),
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

/**
 * The sum over leading axes as a product with ones, which is what the gradients of biases need:
 * several times as fast as ReduceSum. Undefined where it does not apply.
 */
function sumRows(graph: OnnxGraph, x: Value, axis: Axes, keepDims = false): Value | undefined {
  const axes = util.parseAxisParam(axis as number | number[], [...x.shape]);
  const [summed, rest] = [x.shape.slice(0, axes.length), x.shape.slice(axes.length)];
  const leading = axes.every((each) => each < axes.length);
  const [rows, columns] = [sizeOf(summed), sizeOf(rest)];
  if (x.dtype !== 'float32' || !leading || rows === 1 || columns === 1) return undefined;
  const ones = graph.constant(new Float32Array(rows).fill(1), [1, rows], 'float32');
  const matrix = graph.reshape(x, [rows, columns]);
  const sum = graph.add('Gemm', [ones, matrix], { shape: [1, columns], dtype: x.dtype });
  return graph.reshape(sum, keepDims ? [...summed.map(() => 1), ...rest] : rest);
}
