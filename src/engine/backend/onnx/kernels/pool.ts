import { sizeOf } from '../../../../shared/shape';
import {
  backend_util,
  type AvgPoolAttrs,
  type AvgPoolGradAttrs,
  type MaxPoolAttrs,
  type MaxPoolGradAttrs,
} from '@tensorflow/tfjs-core';
import { blockedOperator } from '../channelBlock';
import { type OnnxGraph, type Value } from '../graph';
import { binaryNode, type Inputs, type KernelTable } from './kernel';
import { maxPoolGradient } from './maxPoolGradient';
import {
  fromOnnx,
  onnxShape,
  shape4D,
  toOnnx,
  unusedAfter,
  windowAttributes,
  type Window,
} from './window';

/** Pooling of pictures [batch, height, width, channels], and its gradients. */
export const poolKernels: KernelTable = {
  MaxPool: (graph, { x }: Inputs<'x'>, attributes: MaxPoolAttrs) =>
    pool(graph, 'MaxPool', x, attributes),
  AvgPool: (graph, { x }: Inputs<'x'>, attributes: AvgPoolAttrs) =>
    pool(graph, 'AveragePool', x, attributes),
  MaxPoolGrad: (
    graph,
    { dy, input, output }: Inputs<'dy' | 'input' | 'output'>,
    attributes: MaxPoolGradAttrs,
  ) => maxPoolGradient(graph, dy, input, output, poolWindow(input, attributes)),
  AvgPoolGrad: (graph, { dy, input }: Inputs<'dy' | 'input'>, attributes: AvgPoolGradAttrs) =>
    averagePoolGradient(graph, dy, input, poolWindow(input, attributes)),
};

function poolWindow(x: Value, { filterSize, strides, pad, dimRoundingMode }: MaxPoolAttrs): Window {
  return backend_util.computePool2DInfo(shape4D(x), filterSize, strides, 1, pad, dimRoundingMode);
}

function pool(graph: OnnxGraph, opType: string, x: Value, attributes: MaxPoolAttrs): Value {
  const window = poolWindow(x, attributes);
  const output = { shape: onnxShape(window.outShape), dtype: x.dtype };
  const how = windowAttributes(window);
  const blocked = graph.knownBlocked(x);
  const pooled = blocked
    ? graph.unblocked(
        graph.add(blockedOperator(opType), [blocked], output, how),
        window.outChannels,
      )
    : graph.add(opType, [toOnnx(graph, x)], output, how);
  return fromOnnx(graph, pooled);
}

/** Each window's gradient is shared by its elements; padding has no share. */
function averagePoolGradient(graph: OnnxGraph, dy: Value, input: Value, window: Window): Value {
  const { inChannels, filterHeight, filterWidth, outHeight, outWidth } = window;
  const counts = graph.constant(elementCounts(window), [1, 1, outHeight, outWidth], 'float32');
  const shares = binaryNode(graph, 'Div', toOnnx(graph, dy), counts);
  const shape = [inChannels, 1, filterHeight, filterWidth];
  const ones = graph.constant(new Float32Array(sizeOf(shape)).fill(1), shape, 'float32');
  const gradient = graph.add(
    'ConvTranspose',
    [shares, ones],
    { shape: onnxShape(input.shape), dtype: dy.dtype },
    { ...windowAttributes(window), output_padding: unusedAfter(window), group: inChannels },
  );
  return fromOnnx(graph, gradient);
}

/** How many elements of the picture each window covers, row by row. */
function elementCounts(window: Window): number[] {
  const { padInfo, outHeight, outWidth, inHeight, inWidth } = window;
  const along = (length: number, stride: number, before: number, size: number, filter: number) =>
    Array.from({ length }, (_, index) => {
      const start = index * stride - before;
      return Math.min(start + filter, size) - Math.max(start, 0);
    });
  const { strideHeight, strideWidth, filterHeight, filterWidth } = window;
  const rows = along(outHeight, strideHeight, padInfo.top, inHeight, filterHeight);
  const columns = along(outWidth, strideWidth, padInfo.left, inWidth, filterWidth);
  return rows.flatMap((row) => columns.map((column) => row * column));
}
