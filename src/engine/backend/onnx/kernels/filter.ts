import { sizeOf } from '../../../../shared/shape';
import { type OnnxGraph, type Value } from '../graph';
import { columnsInTurn, concat, split } from './join';
import { binaryNode } from './kernel';
import { slice } from './slice';
import { toOnnx, unusedAfter, windowAttributes, type Window } from './window';

/** A convolution of channels in groups, each with filters of its own: one group, or one a channel. */
export interface Convolution extends Window {
  readonly groups: number;
}

/** A filter [height, width, in, out of a group] as ONNX takes it: [out, in of a group, height, width]. */
export function filterWeights(graph: OnnxGraph, filter: Value, conv: Convolution): Value {
  const { groups, inChannels, outChannels, filterHeight, filterWidth } = conv;
  const [groupIn, groupOut] = [inChannels / groups, outChannels / groups];
  const grouped = graph.reshape(filter, [filterHeight, filterWidth, groups, groupIn, groupOut]);
  const ordered = graph.transpose(grouped, [2, 4, 3, 0, 1]);
  return graph.reshape(ordered, [outChannels, groupIn, filterHeight, filterWidth]);
}

/**
 * The gradient by a filter: a convolution of the input by the output's gradient, with batch and
 * channels swapped and strides as dilations. What that costs is to lay out the input once for each
 * column of the filter; so neighbouring columns of the output's gradient go as channels of one
 * column, and the results, each further to the right, are added.
 */
export function filterGradient(graph: OnnxGraph, x: Value, dy: Value, conv: Convolution): Value {
  const { batchSize, groups, inChannels, outChannels, strideHeight, strideWidth } = conv;
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = conv;
  const [groupIn, groupOut] = [inChannels / groups, outChannels / groups];
  const neighbours = neighbouringColumns(conv, columnsInTurn(graph, toOnnx(graph, dy)));
  const [unusedHeight, unusedWidth] = unusedAfter(conv);
  const height = filterHeight + unusedHeight;
  const width = filterWidth + unusedWidth + (neighbours - 1) * strideWidth;
  const pictures = graph.reshape(graph.transpose(x, [3, 0, 1, 2]), [
    groupIn,
    groups * batchSize,
    inHeight,
    inWidth,
  ]);
  const gradient = graph.add(
    'Conv',
    [pictures, gradientWeights(graph, dy, conv, neighbours)],
    { shape: [groupIn, neighbours * outChannels, height, width], dtype: x.dtype },
    {
      kernel_shape: [outHeight, outWidth / neighbours],
      strides: [1, 1],
      dilations: [strideHeight, strideWidth * neighbours],
      pads: windowAttributes(conv).pads,
      group: groups,
    },
  );
  const byColumn = graph.reshape(gradient, [inChannels, neighbours, groupOut, height, width]);
  const shape = [inChannels, 1, groupOut, filterHeight, filterWidth];
  const sum = Array.from({ length: neighbours }, (_, column) =>
    slice(graph, byColumn, [0, column, 0, 0, column * strideWidth], shape),
  ).reduce((total, each) => binaryNode(graph, 'Add', total, each));
  const filters = graph.reshape(sum, [inChannels, groupOut, filterHeight, filterWidth]);
  return graph.transpose(filters, [2, 3, 0, 1]);
}

/** How often the input must be laid out for each copy of the output's gradient for that to pay. */
const layoutsPerCopy = 4;

/**
 * How many columns of the output's gradient to take together: at most so many that what the wider
 * window computes in vain stays below its use. Columns that come from several tensors `inTurn` need
 * not be cut apart first, so that it pays to take these together.
 */
function neighbouringColumns(conv: Convolution, inTurn: number): number {
  const { inChannels, outChannels, outWidth, filterHeight, filterWidth, strideWidth } = conv;
  const most = Math.max(1, 1 + Math.floor((filterWidth - 2) / strideWidth));
  if (inChannels * filterHeight * filterWidth < layoutsPerCopy * outChannels) {
    return inTurn <= most ? inTurn : 1;
  }
  const counts = Array.from({ length: most }, (_, index) => most - index);
  return counts.find((count) => outWidth % count === 0) ?? 1;
}

/**
 * The output's gradient as filters [groups x neighbours x out of a group, batch, height, width /
 * neighbours]. Cut and joined, for a transpose of single elements is several times as slow.
 */
function gradientWeights(
  graph: OnnxGraph,
  dy: Value,
  { batchSize, groups, outChannels, outHeight, outWidth }: Convolution,
  neighbours: number,
): Value {
  const rows = graph.reshape(toOnnx(graph, dy), [sizeOf(dy.shape) / neighbours, neighbours]);
  const columns = split(graph, rows, new Array<number>(neighbours).fill(1), 1);
  const [groupOut, width] = [outChannels / groups, outWidth / neighbours];
  const channels = [neighbours, batchSize, groups, groupOut, outHeight * width];
  const ordered = graph.transpose(
    graph.reshape(concat(graph, columns, 0), channels),
    [2, 0, 3, 1, 4],
  );
  return graph.reshape(ordered, [neighbours * outChannels, batchSize, outHeight, width]);
}
