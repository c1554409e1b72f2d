import { sizeOf } from '../../../../shared/shape';
import { blockedOperator } from '../channelBlock';
import type { Attributes, OnnxGraph, Output, Value } from '../graph';
import { like } from './kernel';
import { pad } from './shape';
import { shape4D } from './window';

/** Attributes of an ONNX convolution. */
interface ConvAttributes extends Attributes {
  readonly pads: readonly number[];
  readonly strides: readonly number[];
  readonly group: number;
}

/** How many times as much work blocks may be that are filled up: then they take as long as without. */
const mostFilled = 2;

/**
 * A convolution of channels-first pictures by a filter [height, width, in, out] on blocks of
 * channels, which takes ONNX Runtime half the time or less. (It does that by itself too, but only for
 * filters that never change.) Nothing where it does not pay, or cannot be.
 */
export function blockedConvolution(
  graph: OnnxGraph,
  x: Value,
  filter: Value,
  output: Output,
  attributes: ConvAttributes,
): Value | undefined {
  const { block } = graph;
  if (!block || attributes.group > 1) return undefined;
  const [, , channelsIn, channelsOut] = shape4D(filter);
  // Fewer channels than a block are read as they are.
  const blockIn = channelsIn < block ? 1 : block;
  const pictures = blockIn === 1 ? x : graph.blocked(x);
  const filters = blockedFilter(graph, filter, blockIn, block);
  if (!pictures || sizeOf(filters.shape) > mostFilled * sizeOf(filter.shape)) return undefined;
  const [batch = 1, , height = 1, width = 1] = output.shape;
  const blocked = { shape: [batch, filters.shape[0] ?? 1, height, width], dtype: output.dtype };
  const result = graph.add(blockedOperator('Conv'), [pictures, filters], blocked, attributes);
  return graph.unblocked(result, channelsOut);
}

/**
 * The gradient of a convolution by its input: for strides of 1 a convolution of the output's by the
 * filter turned around.
 */
export function blockedInputGradient(
  graph: OnnxGraph,
  dy: Value,
  filter: Value,
  output: Output,
  { pads, strides, group, ...rest }: ConvAttributes,
): Value | undefined {
  const [height, width] = shape4D(filter);
  const own = pads.map((before, side) => (side % 2 === 0 ? height : width) - 1 - before);
  if (strides.some((stride) => stride > 1) || own.some((before) => before < 0)) return undefined;
  const attributes = { ...rest, pads: own, strides, group };
  return blockedConvolution(graph, dy, turned(graph, filter), output, attributes);
}

/** A filter turned by 180 degrees, with its inputs as outputs. */
function turned(graph: OnnxGraph, filter: Value): Value {
  const [height, width, channelsIn, channelsOut] = shape4D(filter);
  const places = height * width;
  const backwards = Array.from({ length: places }, (_, place) => places - 1 - place);
  const byPlace = graph.reshape(filter, [places, channelsIn, channelsOut]);
  const reversed = graph.add('Gather', [byPlace, graph.integers(backwards)], like(byPlace), {
    axis: 0,
  });
  const swapped = graph.transpose(reversed, [0, 2, 1]);
  return graph.reshape(swapped, [height, width, channelsOut, channelsIn]);
}

/** The filter in blocks of channels: [out, in, height, width, in of a block, out of a block]. */
function blockedFilter(graph: OnnxGraph, filter: Value, blockIn: number, blockOut: number): Value {
  const [height, width, channelsIn, channelsOut] = shape4D(filter);
  const blocksIn = Math.ceil(channelsIn / blockIn);
  const blocksOut = Math.ceil(channelsOut / blockOut);
  const [filledIn, filledOut] = [blocksIn * blockIn, blocksOut * blockOut];
  const missing = [0, 0, filledIn - channelsIn, filledOut - channelsOut];
  const filled = pad(graph, filter, [0, 0, 0, 0], missing);
  const parts = graph.reshape(filled, [height, width, blocksIn, blockIn, blocksOut, blockOut]);
  const ordered = graph.transpose(parts, [4, 2, 0, 1, 3, 5]);
  return graph.reshape(ordered, [filledOut, filledIn, height, width]);
}
