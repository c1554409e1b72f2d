import { sizeOf } from '../../../../shared/shape';
import {
  util,
  type ExpandDimsAttrs,
  type PadV2Attrs,
  type ReshapeAttrs,
  type TileAttrs,
  type TransposeAttrs,
} from '@tensorflow/tfjs-core';
import { type OnnxGraph, type Value } from '../graph';
import { type Inputs, type KernelTable } from './kernel';

/** What gives a tensor another shape. */
export const shapeKernels: KernelTable = {
  Identity: (_graph, { x }: Inputs<'x'>) => x,
  Reshape: (graph, { x }: Inputs<'x'>, { shape }: ReshapeAttrs) =>
    graph.reshape(x, util.inferFromImplicitShape(shape, sizeOf(x.shape))),
  ExpandDims: (graph, { input }: Inputs<'input'>, { dim }: ExpandDimsAttrs) => {
    const axis = dim < 0 ? dim + input.shape.length + 1 : dim;
    return graph.reshape(input, [...input.shape.slice(0, axis), 1, ...input.shape.slice(axis)]);
  },
  Transpose: (graph, { x }: Inputs<'x'>, { perm }: TransposeAttrs) => graph.transpose(x, perm),
  Tile: (graph, { x }: Inputs<'x'>, { reps }: TileAttrs) => {
    const shape = x.shape.map((size, axis) => size * (reps[axis] ?? 1));
    return graph.add('Tile', [x, graph.integers(reps)], { shape, dtype: x.dtype });
  },
  PadV2: (graph, { x }: Inputs<'x'>, { paddings, constantValue }: PadV2Attrs) => {
    const before = paddings.map(([count]) => count);
    const after = paddings.map(([, count]) => count);
    return pad(graph, x, before, after, constantValue);
  },
};

/** As many elements of the given value before and after each axis as its counts say. */
export function pad(
  graph: OnnxGraph,
  x: Value,
  before: readonly number[],
  after: readonly number[],
  value = 0,
): Value {
  if ([...before, ...after].every((count) => count === 0)) return x;
  const shape = x.shape.map((size, axis) => (before[axis] ?? 0) + size + (after[axis] ?? 0));
  const inputs = [x, graph.integers([...before, ...after]), graph.scalar(value, x.dtype)];
  return graph.add('Pad', inputs, { shape, dtype: x.dtype });
}
