import { sizeOf } from '../../../../shared/shape';
import { type OnnxGraph, type Value } from '../graph';
import { reluGate } from './activation';
import { concat, split } from './join';
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
    const result = fromOnnx(graph, pictureGradient(graph, each, input, window));
    graph.noteSpread(result, each);
    return result;
  };
  if (graph.source(input)?.opType !== 'Relu') return unpooled(dy);
  const gated = unpooled(binaryNode(graph, 'Mul', dy, reluGate(graph, output)));
  graph.noteGated(gated, reluGate(graph, input));
  return gated;
}

function pictureGradient(graph: OnnxGraph, dy: Value, input: Value, window: Window): Value {
  const [pictures, gradients] = [toOnnx(graph, input), toOnnx(graph, dy)];
  if (!isTiling(window)) return scatteredGradient(graph, gradients, pictures, window);
  const [blocked, blockedGradient] = [graph.knownBlocked(input), graph.blocked(gradients)];
  if (!graph.block || !blocked || !blockedGradient)
    return tilingGradient(graph, gradients, pictures, window);
  const gradient = tilingGradient(graph, blockedGradient, blocked, window, graph.block);
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
 * For windows side by side: the maximum of each row of a window, then that of the rows. The channels
 * are in blocks.
 */
function tilingGradient(
  graph: OnnxGraph,
  dy: Value,
  input: Value,
  window: Window,
  block = 1,
): Value {
  const { filterHeight, filterWidth, outHeight, outWidth } = window;
  const [batch = 1, channels = 1, inHeight = 1, inWidth = 1] = input.shape;
  const [height, width] = [outHeight * filterHeight, outWidth * filterWidth];
  const blocks = channels / block;
  const pictures = graph.reshape(input, [batch, blocks, inHeight, inWidth, block]);
  const tiled = slice(graph, pictures, [0, 0, 0, 0, 0], [batch, blocks, height, width, block]);
  const windows = batch * blocks * outHeight;
  const columns = parts(graph, tiled, [windows * filterHeight * outWidth, filterWidth, block]);
  const rows = parts(graph, maximum(graph, columns), [windows, filterHeight, outWidth * block]);
  const byRows = join(graph, shareOut(graph, dy, rows));
  const byColumns = join(graph, shareOut(graph, byRows, columns));
  const gradient = graph.reshape(byColumns, [batch, blocks, height, width, block]);
  const missing = [0, 0, inHeight - height, inWidth - width, 0];
  return graph.reshape(pad(graph, gradient, [0, 0, 0, 0, 0], missing), input.shape);
}

/** The value in another shape, cut along its middle axis. */
function parts(graph: OnnxGraph, value: Value, shape: [number, number, number]): Value[] {
  const sizes = Array.from({ length: shape[1] }, () => 1);
  return split(graph, graph.reshape(value, shape), sizes, 1);
}

function join(graph: OnnxGraph, cut: readonly Value[]): Value {
  return concat(graph, cut, 1);
}

function maximum(graph: OnnxGraph, values: readonly Value[]): Value {
  return values.reduceRight((greatest, value) => binaryNode(graph, 'Max', value, greatest));
}

/** The gradient by each of several values of their maximum: all of it to the first that has it. */
function shareOut(graph: OnnxGraph, dy: Value, values: readonly Value[]): Value[] {
  const [first, ...others] = values;
  if (!first) return [];
  const rest = graph.reshape(dy, first.shape);
  if (others.length === 0) return [rest];
  const isMaximum = binaryNode(graph, 'GreaterOrEqual', first, maximum(graph, others), 'bool');
  const share = binaryNode(graph, 'Mul', rest, graph.cast(isMaximum, dy.dtype));
  return [share, ...shareOut(graph, binaryNode(graph, 'Sub', rest, share), others)];
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
