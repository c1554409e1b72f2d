import {
  backend_util,
  type Conv2DAttrs,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropInputAttrs,
  type FusedConv2DAttrs,
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

type ConvAttributes = Omit<Conv2DAttrs, 'dilations'> & Partial<Pick<Conv2DAttrs, 'dilations'>>;

/** Convolutions of pictures [batch, height, width, channels], and their gradients. */
export const convKernels: KernelTable = {
  Conv2D: (graph, { x, filter }: Inputs<'x' | 'filter'>, attributes: Conv2DAttrs) =>
    conv(graph, x, filter, attributes),
  FusedConv2D: (
    graph,
    { x, filter, bias, preluActivationWeights }: FusedInputs,
    attributes: FusedConv2DAttrs,
  ) =>
    activate(graph, conv(graph, x, filter, attributes, bias), attributes, preluActivationWeights),
  Conv2DBackpropInput: (
    graph,
    { dy, filter }: Inputs<'dy' | 'filter'>,
    attributes: Conv2DBackpropInputAttrs,
  ) => {
    const { inputShape } = attributes;
    const window = convWindow('Conv2DBackpropInput', inputShape, shape4D(filter), attributes);
    const gradient = graph.add(
      'ConvTranspose',
      [toOnnx(graph, dy), graph.transpose(filter, [3, 2, 0, 1])],
      { shape: onnxShape(inputShape), dtype: dy.dtype },
      { ...windowAttributes(window), output_padding: unusedAfter(window) },
    );
    return fromOnnx(graph, gradient);
  },
  Conv2DBackpropFilter: (
    graph,
    { x, dy }: Inputs<'x' | 'dy'>,
    attributes: Conv2DBackpropFilterAttrs,
  ) => {
    const { filterShape } = attributes;
    const window = convWindow('Conv2DBackpropFilter', shape4D(x), filterShape, attributes);
    return filterGradient(graph, x, dy, window, filterShape);
  },
};

function convWindow(
  operation: string,
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dimRoundingMode, dataFormat, dilations = 1 }: ConvAttributes,
): Window {
  checkChannelsLast(operation, dataFormat);
  return backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
}

function conv(
  graph: OnnxGraph,
  x: Value,
  filter: Value,
  attributes: Conv2DAttrs,
  bias?: Value,
): Value {
  const window = convWindow('Conv2D', shape4D(x), shape4D(filter), attributes);
  const fused = bias && bias.shape.length === 1 && bias.shape[0] === window.outChannels;
  const result = graph.add(
    'Conv',
    [toOnnx(graph, x), graph.transpose(filter, [3, 2, 0, 1]), ...(fused ? [bias] : [])],
    { shape: onnxShape(window.outShape), dtype: x.dtype },
    {
      ...windowAttributes(window),
      dilations: [window.dilationHeight, window.dilationWidth],
    },
  );
  const output = fromOnnx(graph, result);
  return bias && !fused ? binaryNode(graph, 'Add', output, bias) : output;
}

/**
 * The gradient by a filter [height, width, in, out]: a convolution of the input by the output's
 * gradient, with batch and channels swapped, strides as dilations.
 */
function filterGradient(
  graph: OnnxGraph,
  x: Value,
  dy: Value,
  window: Window,
  filterShape: Shape4D,
): Value {
  const [height, width, inChannels, outChannels] = filterShape;
  const [unusedHeight, unusedWidth] = unusedAfter(window);
  const swapped = (value: Value) => graph.transpose(value, [3, 0, 1, 2]);
  const { strides, pads } = windowAttributes(window);
  const gradient = graph.add(
    'Conv',
    [swapped(x), swapped(dy)],
    {
      shape: [inChannels, outChannels, height + unusedHeight, width + unusedWidth],
      dtype: x.dtype,
    },
    {
      kernel_shape: [window.outHeight, window.outWidth],
      strides: [1, 1],
      dilations: strides,
      pads,
    },
  );
  const shape = [inChannels, outChannels, height, width];
  const cut =
    unusedHeight + unusedWidth > 0 ? slice(graph, gradient, [0, 0, 0, 0], shape) : gradient;
  return graph.transpose(cut, [2, 3, 0, 1]);
}
