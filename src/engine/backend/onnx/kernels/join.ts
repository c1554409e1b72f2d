import {
  backend_util,
  util,
  type ConcatAttrs,
  type PackAttrs,
  type SplitVAttrs,
  type UnpackAttrs,
} from '@tensorflow/tfjs-core';
import { type OnnxGraph, type Value } from '../graph';
import type { Inputs, KernelTable } from './kernel';

/** What joins tensors and cuts them apart. */
export const joinKernels: KernelTable = {
  Concat: (graph, inputs: Inputs<string>, { axis }: ConcatAttrs) =>
    concat(graph, Object.values(inputs), axis),
  Pack: (graph, inputs: Inputs<string>, { axis }: PackAttrs) => {
    const parts = Object.values(inputs).map((x) =>
      graph.reshape(x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)]),
    );
    return concat(graph, parts, axis);
  },
  SplitV: (graph, { x }: Inputs<'x'>, { numOrSizeSplits, axis }: SplitVAttrs) => {
    const [along = 0] = util.parseAxisParam(axis, [...x.shape]);
    const info = { dataId: {}, shape: [...x.shape], dtype: 'float32' as const };
    const sizes = backend_util.prepareSplitSize(info, numOrSizeSplits, along);
    return split(graph, x, sizes, along);
  },
  Unpack: (graph, { value }: Inputs<'value'>, attributes: UnpackAttrs) => {
    const [axis = 0] = util.parseAxisParam(attributes.axis, [...value.shape]);
    const sizes = Array.from({ length: value.shape[axis] ?? 0 }, () => 1);
    const shape = value.shape.filter((_, index) => index !== axis);
    return split(graph, value, sizes, axis).map((part) => graph.reshape(part, shape));
  },
};

/** The tensors one after the other along an axis. */
export function concat(graph: OnnxGraph, parts: readonly Value[], axis: number): Value {
  const [first] = parts;
  if (!first) throw new Error('concat of no tensors');
  if (parts.length === 1) return first;
  const [along = 0] = util.parseAxisParam(axis, [...first.shape]);
  const shape = [...first.shape];
  shape[along] = parts.reduce((total, part) => total + (part.shape[along] ?? 0), 0);
  return graph.add('Concat', parts, { shape, dtype: first.dtype }, { axis: along });
}

/** The tensor cut along an axis, into parts of the given sizes. */
export function split(graph: OnnxGraph, x: Value, sizes: readonly number[], axis: number): Value[] {
  if (sizes.length === 1) return [x];
  const outputs = sizes.map((size) => ({
    shape: x.shape.map((all, index) => (index === axis ? size : all)),
    dtype: x.dtype,
  }));
  return [...graph.addMany('Split', [x, graph.integers(sizes)], outputs, { axis })];
}
