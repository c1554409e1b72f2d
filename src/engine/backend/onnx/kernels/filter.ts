import { sizeOf } from '../../../../shared/shape';
import { type OnnxGraph, type Value } from '../graph';
import { split } from './join';
import { binaryNode } from './kernel';
import { sumRows } from './reduce';
import { toOnnx, windowAttributes, type Window } from './window';

/** A convolution of channels in groups, each with filters of its own: one group, or one a channel. */
export interface Convolution extends Window {
  readonly groups: number;
}

/** A filter [height, width, in, out of a group] as ONNX takes it: [out, in of a group, height, width]. */
export function filterWeights(graph: OnnxGraph, filter: Value, conv: Convolution): Value {
  const { groups, inChannels, outChannels, filterHeight, filterWidth } = conv;
  if (groups === 1) return graph.transpose(filter, [3, 2, 0, 1]);
  const [groupIn, groupOut] = [inChannels / groups, outChannels / groups];
  const grouped = graph.reshape(filter, [filterHeight, filterWidth, groups, groupIn, groupOut]);
  const ordered = graph.transpose(grouped, [2, 4, 3, 0, 1]);
  return graph.reshape(ordered, [outChannels, groupIn, filterHeight, filterWidth]);
}

/** How many elements the windows of pictures may have that are laid out at once: 64 MB. */
const mostAtOnce = 2 ** 24;

/**
 * The gradient by a filter: what each of its elements meets in a picture, times the output's
 * gradient, summed over the pictures, as many at once as memory allows. (A convolution of the input
 * by the output's gradient, with batch and channels swapped, has so large a window that it takes
 * several times as long.)
 */
export function filterGradient(graph: OnnxGraph, x: Value, dy: Value, conv: Convolution): Value {
  const { batchSize, inChannels, outChannels, groups, outHeight, outWidth } = conv;
  const elements = conv.filterHeight * conv.filterWidth;
  const parts = Math.ceil((batchSize * inChannels * elements * outHeight * outWidth) / mostAtOnce);
  const sizes = evenSizes(batchSize, Math.min(batchSize, parts));
  const gradients = split(graph, toOnnx(graph, dy), sizes, 0);
  const byChannel = split(graph, toOnnx(graph, x), sizes, 0)
    .map((pictures, index) => partGradient(graph, pictures, gradients[index] ?? dy, conv))
    .reduce((sum, part) => binaryNode(graph, 'Add', sum, part));
  const filters = graph.reshape(byChannel, [inChannels, elements, outChannels / groups]);
  return graph.reshape(graph.transpose(filters, [1, 0, 2]), conv.filterShape);
}

/** The gradient by some of the pictures: [groups, in of a group x elements, out of a group]. */
function partGradient(graph: OnnxGraph, x: Value, dy: Value, conv: Convolution): Value {
  const { groups, inChannels, outChannels, outHeight, outWidth } = conv;
  const pictures = [x.shape[0] ?? 1, groups];
  const rows = (inChannels / groups) * conv.filterHeight * conv.filterWidth;
  const columns = outChannels / groups;
  const places = outHeight * outWidth;
  const met = graph.reshape(windows(graph, x, conv), [...pictures, rows, places]);
  const gradients = graph.reshape(dy, [...pictures, columns, places]);
  const product = graph.add('MatMul', [met, graph.transpose(gradients, [0, 1, 3, 2])], {
    shape: [...pictures, rows, columns],
    dtype: x.dtype,
  });
  return sumRows(graph, product, 1);
}

/**
 * What each element of the filter meets as the window slides over pictures: [batch x channels,
 * elements, height, width]. They are convolved by filters that are 1 at one element.
 */
function windows(graph: OnnxGraph, x: Value, conv: Convolution): Value {
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = conv;
  const elements = filterHeight * filterWidth;
  const single = Float32Array.from({ length: elements ** 2 }, (_, index) =>
    index % (elements + 1) === 0 ? 1 : 0,
  );
  const channels = sizeOf(x.shape) / (inHeight * inWidth);
  const pictures = graph.reshape(x, [channels, 1, inHeight, inWidth]);
  const filters = graph.constant(single, [elements, 1, filterHeight, filterWidth], x.dtype);
  const output = { shape: [channels, elements, outHeight, outWidth], dtype: x.dtype };
  return graph.add('Conv', [pictures, filters], output, windowAttributes(conv));
}

/** `count` sizes that are as even as they can be and make up the whole. */
function evenSizes(whole: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, index) => Math.floor((whole * (index + 1)) / count) - Math.floor((whole * index) / count),
  );
}
