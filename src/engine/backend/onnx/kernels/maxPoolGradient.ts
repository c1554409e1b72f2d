import { sizeOf } from '../../../../shared/shape';
import { blockedOperator } from '../channelBlock';
import { type OnnxGraph, type Value } from '../graph';
import { reluGate } from './activation';
import { concat } from './join';
import { binaryNode, filled, like } from './kernel';
import { pad } from './shape';
import { slice } from './slice';
import { fromOnnx, onnxShape, toOnnx, windowAttributes, type Window } from './window';

/**
 * Each window's gradient goes to its maximum, the first of several. What a Relu computed is 0 or
 * passes gradients on: gradients that it would stop are stopped here, where there are fewer.
 */
export function maxPoolGradient(
  graph: OnnxGraph,
  dy: Value,
  input: Value,
  output: Value,
  window: Window,
): Value {
  const unpooled = (each: Value) => {
    const result = fromOnnx(graph, pictureGradient(graph, each, input, output, window));
    graph.noteSpread(result, each);
    return result;
  };
  if (graph.source(input)?.opType !== 'Relu') return unpooled(dy);
  const gated = unpooled(binaryNode(graph, 'Mul', dy, reluGate(graph, output)));
  graph.noteGated(gated, reluGate(graph, input));
  return gated;
}

function pictureGradient(
  graph: OnnxGraph,
  dy: Value,
  input: Value,
  output: Value,
  window: Window,
): Value {
  const [pictures, gradients] = [toOnnx(graph, input), toOnnx(graph, dy)];
  if (!isTiling(window)) return scatteredGradient(graph, gradients, pictures, window);
  const blocks = [graph.blocked(gradients), graph.knownBlocked(input), graph.knownBlocked(output)];
  const [blockedGradients, blocked, maxima] = blocks;
  if (!graph.block || !blockedGradients || !blocked || !maxima)
    return tilingGradient(graph, gradients, pictures, toOnnx(graph, output), window);
  const gradient = tilingGradient(graph, blockedGradients, blocked, maxima, window, graph.block);
  return graph.unblocked(gradient, window.inChannels);
}

/** Whether the windows lie side by side in the picture, from the first row and column on. */
function isTiling(window: Window): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth } = window;
  const { inHeight, inWidth, outHeight, outWidth, padInfo } = window;
  const sideBySide = filterHeight === strideHeight && filterWidth === strideWidth;
  const inside = outHeight * filterHeight <= inHeight && outWidth * filterWidth <= inWidth;
  return sideBySide && inside && padInfo.top === 0 && padInfo.left === 0;
}

/**
 * For windows side by side: the gradient of each maximum goes to its row, then there to its column.
 * The channels are in blocks.
 */
function tilingGradient(
  graph: OnnxGraph,
  dy: Value,
  input: Value,
  maxima: Value,
  { filterHeight, filterWidth, outHeight, outWidth }: Window,
  block = 1,
): Value {
  const [batch = 1, channels = 1, inHeight = 1, inWidth = 1] = input.shape;
  const [height, width] = [outHeight * filterHeight, outWidth * filterWidth];
  const blocks = channels / block;
  const parts = graph.reshape(input, [batch, blocks, inHeight, inWidth, block]);
  const tiled = slice(graph, parts, [0, 0, 0, 0, 0], [batch, blocks, height, width, block]);
  const pictures = graph.reshape(tiled, [batch, channels, height, width]);
  const ofRows = runningMaximum(graph, pictures, 3, filterWidth, filterWidth, block);
  const byRows = gradientAlong(graph, 2, dy, ofRows, maxima, block);
  const gradient = gradientAlong(graph, 3, byRows, pictures, ofRows, block);
  const missing = [0, 0, inHeight - height, inWidth - width, 0];
  const padded = pad(graph, graph.reshape(gradient, tiled.shape), [0, 0, 0, 0, 0], missing);
  return graph.reshape(padded, input.shape);
}

/** Along an axis the maximum of the first few of each `size` elements. */
function runningMaximum(
  graph: OnnxGraph,
  pictures: Value,
  axis: number,
  size: number,
  count: number,
  block: number,
): Value {
  if (size === 1) return pictures;
  const opType = block === 1 ? 'MaxPool' : blockedOperator('MaxPool');
  const along = (length: number) => (axis === 2 ? [length, 1] : [1, length]);
  const shape = pictures.shape.map((all, each) => (each === axis ? all / size : all));
  const attributes = { kernel_shape: along(count), strides: along(size) };
  return graph.add(opType, [pictures], { shape, dtype: pictures.dtype }, attributes);
}

/** The gradient by pictures of their maxima along an axis: all of it to the first that has it. */
function gradientAlong(
  graph: OnnxGraph,
  axis: number,
  dy: Value,
  pictures: Value,
  maxima: Value,
  block: number,
): Value {
  const size = (pictures.shape[axis] ?? 1) / (maxima.shape[axis] ?? 1);
  const reached = Array.from({ length: size - 1 }, (_, index) => {
    const greatest = runningMaximum(graph, pictures, axis, size, index + 1, block);
    const isReached = binaryNode(graph, 'GreaterOrEqual', greatest, maxima, 'bool');
    return binaryNode(graph, 'Mul', dy, graph.cast(isReached, dy.dtype));
  });
  const shares = [...reached, dy].map((share, index) => {
    const before = reached[index - 1];
    return before ? binaryNode(graph, 'Sub', share, before) : share;
  });
  const inner = block * (axis === 2 ? (dy.shape[3] ?? 1) : 1);
  const cut = shares.map((share) => graph.reshape(share, [sizeOf(dy.shape) / inner, 1, inner]));
  return graph.reshape(concat(graph, cut, 1), pictures.shape);
}

/** For any windows: by the position of each maximum. */
function scatteredGradient(graph: OnnxGraph, dy: Value, input: Value, window: Window): Value {
  const pooled = onnxShape(window.outShape);
  const outputs = [
    { shape: pooled, dtype: input.dtype },
    { shape: pooled, dtype: 'int64' as const },
  ];
  const [, positions] = graph.addMany('MaxPool', [input], outputs, windowAttributes(window));
  if (!positions) return dy;
  const zeros = filled(graph, 0, [sizeOf(input.shape)], dy.dtype);
  const flat = (value: Value) => graph.reshape(value, [sizeOf(pooled)]);
  const inputs = [zeros, flat(positions), flat(dy)];
  const scattered = graph.add('ScatterElements', inputs, like(zeros), { reduction: 'add' });
  return graph.reshape(scattered, input.shape);
}
