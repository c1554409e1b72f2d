import {
  slice_util,
  util,
  type ReverseAttrs,
  type SliceAttrs,
  type StridedSliceAttrs,
} from '@tensorflow/tfjs-core';
import { type OnnxGraph, type Value } from '../graph';
import { sameShape } from '../layouts';
import type { Inputs, KernelTable } from './kernel';

/** Ranges along axes. */
export const sliceKernels: KernelTable = {
  Slice: (graph, { x }: Inputs<'x'>, { begin, size }: SliceAttrs) => {
    const info = { dataId: {}, shape: [...x.shape], dtype: 'float32' as const };
    const [start = [], shape = []] = slice_util.parseSliceParams(info, begin, size);
    return slice(graph, x, start, shape);
  },
  StridedSlice: (graph, { x }: Inputs<'x'>, attributes: StridedSliceAttrs) => {
    const { begin, end, strides } = attributes;
    const { beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
    const range = slice_util.sliceInfo(
      [...x.shape],
      begin,
      end,
      strides,
      beginMask,
      endMask,
      ellipsisMask,
      newAxisMask,
      shrinkAxisMask,
    );
    const shape = slice_util.computeOutShape(range.begin, range.end, range.strides);
    const sliced = slice(graph, x, range.begin, shape, range.strides);
    return graph.reshape(sliced, range.finalShape);
  },
  Reverse: (graph, { x }: Inputs<'x'>, { dims }: ReverseAttrs) => {
    const axes = util.parseAxisParam(dims, [...x.shape]);
    const begin = x.shape.map((size, axis) => (axes.includes(axis) ? size - 1 : 0));
    const strides = x.shape.map((_, axis) => (axes.includes(axis) ? -1 : 1));
    return slice(graph, x, begin, x.shape, strides);
  },
};

/** `shape` elements from `begin`, every `strides` along each axis (negative: backwards). */
export function slice(
  graph: OnnxGraph,
  x: Value,
  begin: readonly number[],
  shape: readonly number[],
  strides: readonly number[] = x.shape.map(() => 1),
): Value {
  if (sameShape(shape, x.shape) && strides.every((stride) => stride === 1)) return x;
  const end = begin.map((start, axis) => {
    const last = start + ((shape[axis] ?? 1) - 1) * (strides[axis] ?? 1);
    // Backwards the end is before the first element, where ONNX would count from the last.
    const stop = last + Math.sign(strides[axis] ?? 1);
    return stop < 0 ? -(x.shape[axis] ?? 0) - 1 : stop;
  });
  const axes = x.shape.map((_, axis) => axis);
  const inputs = [x, ...[begin, end, axes, strides].map((each) => graph.integers(each))];
  return graph.add('Slice', inputs, { shape, dtype: x.dtype });
}
