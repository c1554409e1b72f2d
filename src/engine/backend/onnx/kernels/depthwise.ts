import {
  backend_util,
  type DepthwiseConv2dNativeAttrs,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type FusedDepthwiseConv2DAttrs,
} from '@tensorflow/tfjs-core';
import type { OnnxGraph, Value } from '../graph';
import { activate } from './activation';
import { binaryNode, type Inputs, type KernelTable } from './kernel';
import { slice } from './slice';
import {
  checkChannelsLast,
  fromOnnx,
  onnxShape,
  shape4D,
  toOnnx,
  unusedAfter,
  windowAttributes,
  type Shape4D,
  type Window,
} from './window';

type FusedInputs = Inputs<'x' | 'filter'> & Partial<Inputs<'bias' | 'preluActivationWeights'>>;

/** Convolutions of each channel by filters of its own, and their gradients. */
export const depthwiseKernels: KernelTable = {
  DepthwiseConv2dNative: (
    graph,
    { x, filter }: Inputs<'x' | 'filter'>,
    attributes: DepthwiseConv2dNativeAttrs,
  ) => depthwiseConv(graph, x, filter, attributes),
  FusedDepthwiseConv2D: (
    graph,
    { x, filter, bias, preluActivationWeights }: FusedInputs,
    attributes: FusedDepthwiseConv2DAttrs,
  ) => {
    const product = depthwiseConv(graph, x, filter, attributes);
    const sum = bias ? binaryNode(graph, 'Add', product, bias) : product;
    return activate(graph, sum, attributes, preluActivationWeights);
  },
  DepthwiseConv2dNativeBackpropInput: (
    graph,
    { dy, filter }: Inputs<'dy' | 'filter'>,
    attributes: DepthwiseConv2dNativeBackpropInputAttrs,
  ) => {
    const { inputShape } = attributes;
    const window = depthwiseWindow(inputShape, shape4D(filter), attributes);
    const gradient = graph.add(
      'ConvTranspose',
      [toOnnx(graph, dy), weights(graph, filter)],
      { shape: onnxShape(inputShape), dtype: dy.dtype },
      {
        ...windowAttributes(window),
        output_padding: unusedAfter(window),
        group: window.inChannels,
      },
    );
    return fromOnnx(graph, gradient);
  },
  DepthwiseConv2dNativeBackpropFilter: (
    graph,
    { x, dy }: Inputs<'x' | 'dy'>,
    attributes: DepthwiseConv2dNativeBackpropFilterAttrs,
  ) => {
    const { filterShape } = attributes;
    const window = depthwiseWindow(shape4D(x), filterShape, attributes);
    return filterGradient(graph, x, dy, window, filterShape);
  },
};

type DepthwiseAttributes = Pick<DepthwiseConv2dNativeAttrs, 'strides' | 'pad' | 'dimRoundingMode'> &
  Partial<Pick<DepthwiseConv2dNativeAttrs, 'dilations' | 'dataFormat'>>;

function depthwiseWindow(
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dimRoundingMode, dataFormat, dilations = 1 }: DepthwiseAttributes,
): Window {
  checkChannelsLast('DepthwiseConv2dNative', dataFormat);
  return backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
}

function depthwiseConv(
  graph: OnnxGraph,
  x: Value,
  filter: Value,
  attributes: DepthwiseAttributes,
): Value {
  const window = depthwiseWindow(shape4D(x), shape4D(filter), attributes);
  const result = graph.add(
    'Conv',
    [toOnnx(graph, x), weights(graph, filter)],
    { shape: onnxShape(window.outShape), dtype: x.dtype },
    {
      ...windowAttributes(window),
      dilations: [window.dilationHeight, window.dilationWidth],
      group: window.inChannels,
    },
  );
  return fromOnnx(graph, result);
}

/** A filter [height, width, channels, multiplier] as ONNX's [channels x multiplier, 1, height, width]. */
function weights(graph: OnnxGraph, filter: Value): Value {
  const [height, width, channels, multiplier] = shape4D(filter);
  const order = graph.transpose(filter, [2, 3, 0, 1]);
  return graph.reshape(order, [channels * multiplier, 1, height, width]);
}

/** Like that of a full convolution, with a group for each channel: the pictures are its inputs. */
function filterGradient(
  graph: OnnxGraph,
  x: Value,
  dy: Value,
  window: Window,
  [height, width, channels, multiplier]: Shape4D,
): Value {
  const { batchSize, inHeight, inWidth, outHeight, outWidth } = window;
  const [unusedHeight, unusedWidth] = unusedAfter(window);
  const pictures = graph.reshape(graph.transpose(x, [3, 0, 1, 2]), [
    1,
    channels * batchSize,
    inHeight,
    inWidth,
  ]);
  const { strides, pads } = windowAttributes(window);
  const gradient = graph.add(
    'Conv',
    [pictures, graph.transpose(dy, [3, 0, 1, 2])],
    {
      shape: [1, channels * multiplier, height + unusedHeight, width + unusedWidth],
      dtype: x.dtype,
    },
    {
      kernel_shape: [outHeight, outWidth],
      strides: [1, 1],
      dilations: strides,
      pads,
      group: channels,
    },
  );
  const cut = slice(graph, gradient, [0, 0, 0, 0], [1, channels * multiplier, height, width]);
  const filters = graph.reshape(cut, [channels, multiplier, height, width]);
  return graph.transpose(filters, [2, 3, 0, 1]);
}
