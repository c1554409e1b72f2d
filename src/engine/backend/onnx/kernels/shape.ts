import {
  slice_util,
  util,
  type ExpandDimsAttrs,
  type PadV2Attrs,
  type ReshapeAttrs,
  type SliceAttrs,
  type TileAttrs,
  type TransposeAttrs,
} from '@tensorflow/tfjs-core';
import { sizeOf } from '../graph';
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
  Transpose: (graph, { x }: Inputs<'x'>, { perm }: TransposeAttrs) => {
    const shape = perm.map((axis) => x.shape[axis] ?? 1);
    return graph.add('Transpose', [x], { shape, dtype: x.dtype }, { perm });
  },
  Tile: (graph, { x }: Inputs<'x'>, { reps }: TileAttrs) => {
    const shape = x.shape.map((size, axis) => size * (reps[axis] ?? 1));
    return graph.add('Tile', [x, graph.integers(reps)], { shape, dtype: x.dtype });
  },
  Slice: (graph, { x }: Inputs<'x'>, attributes: SliceAttrs) => {
    const [begin, shape] = sliceRange(x.shape, attributes);
    const end = begin.map((start, axis) => start + (shape[axis] ?? 0));
    const range = [graph.integers(begin), graph.integers(end)];
    return graph.add('Slice', [x, ...range], { shape, dtype: x.dtype });
  },
  PadV2: (graph, { x }: Inputs<'x'>, { paddings, constantValue }: PadV2Attrs) => {
    const before = paddings.map(([count]) => count);
    const after = paddings.map(([, count]) => count);
    const shape = x.shape.map((size, axis) => (before[axis] ?? 0) + size + (after[axis] ?? 0));
    const fill = graph.scalar(constantValue, x.dtype);
    const sizes = graph.integers([...before, ...after]);
    return graph.add('Pad', [x, sizes, fill], { shape, dtype: x.dtype });
  },
};

function sliceRange(
  shape: readonly number[],
  { begin, size }: SliceAttrs,
): readonly [begin: number[], size: number[]] {
  const info = { dataId: {}, shape: [...shape], dtype: 'float32' as const };
  const [start = [], sizes = []] = slice_util.parseSliceParams(info, begin, size);
  return [start, sizes];
}
