import type { FillAttrs, LinSpaceAttrs, OneHotAttrs, RangeAttrs } from '@tensorflow/tfjs-core';
import { positionHashes, type RandomIntegersAttributes } from '../../randomIntegers';
import type { Value } from '../graph';
import { binaryNode, filled, whereNode, type Inputs, type KernelTable } from './kernel';

/** Tensors made from a shape: constants, one-hot rows, random numbers. */
export const createKernels: KernelTable = {
  Fill: (graph, _inputs: object, { shape, value, dtype }: FillAttrs & { dtype: Value['dtype'] }) =>
    filled(graph, Number(value), shape, dtype),
  ZerosLike: (graph, { x }: Inputs<'x'>) => filled(graph, 0, x.shape, x.dtype),
  OnesLike: (graph, { x }: Inputs<'x'>) => filled(graph, 1, x.shape, x.dtype),
  Range: (graph, _inputs: object, { start, stop, step, dtype }: RangeAttrs) => {
    const length = Math.max(0, Math.ceil((stop - start) / step));
    return graph.constant(progression(start, step, length), [length], dtype);
  },
  LinSpace: (graph, _inputs: object, { start, stop, num }: LinSpaceAttrs) => {
    const step = num === 1 ? 0 : (stop - start) / (num - 1);
    return graph.constant(progression(start, step, num), [num], 'float32');
  },
  OneHot: (
    graph,
    { indices }: Inputs<'indices'>,
    { depth, onValue, offValue, dtype }: OneHotAttrs & { dtype: Value['dtype'] },
  ) => {
    const column = graph.reshape(indices, [...indices.shape, 1]);
    const classes = graph.constant(progression(0, 1, depth), [depth], 'int32');
    const hit = binaryNode(graph, 'Equal', column, classes, 'bool');
    if (onValue === 1 && offValue === 0) return graph.cast(hit, dtype);
    return whereNode(graph, hit, graph.scalar(onValue, dtype), graph.scalar(offValue, dtype));
  },
  RandomIntegers: (graph, { key }: Inputs<'key'>, { shape, salt }: RandomIntegersAttributes) => {
    const part = (position: number): Value =>
      graph.add('Gather', [key, graph.scalar(position, 'int32')], { shape: [], dtype: 'int32' });
    const hashes = graph.constant(positionHashes(shape, salt), shape, 'int32');
    const factor = binaryNode(graph, 'BitwiseOr', part(0), graph.scalar(1, 'int32'));
    return binaryNode(graph, 'Add', binaryNode(graph, 'Mul', hashes, factor), part(1));
  },
};

function progression(start: number, step: number, length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => start + i * step);
}
