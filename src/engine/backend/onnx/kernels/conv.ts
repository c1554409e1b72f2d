import {
  backend_util,
  type Conv2DAttrs,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropInputAttrs,
  type FusedConv2DAttrs,
} from '@tensorflow/tfjs-core';
import type { OnnxGraph, Value } from '../graph';
import { activate } from './activation';
import { add } from './add';
import { blockedConvolution, blockedInputGradient } from './blockedConvolution';
import { filterGradient, filterWeights, type Convolution } from './filter';
import { type Inputs, type KernelTable } from './kernel';
import {
  checkChannelsLast,
  fromOnnx,
  onnxShape,
  shape4D,
  toOnnx,
  unusedAfter,
  windowAttributes,
  type Shape4D,
} from './window';

type FusedInputs = Inputs<'x' | 'filter'> & Partial<Inputs<'bias' | 'preluActivationWeights'>>;

type ConvAttributes = Pick<Conv2DAttrs, 'strides' | 'pad' | 'dimRoundingMode'> &
  Partial<Pick<Conv2DAttrs, 'dilations' | 'dataFormat'>>;

/**
 * Convolutions of pictures [batch, height, width, in] and their gradients: by filters [height,
 * width, in, out], or depthwise, each channel by filters of its own: [height, width, in,
 * multiplier].
 */
export const convKernels: KernelTable = {
  Conv2D: forward(false),
  FusedConv2D: fused(false),
  Conv2DBackpropInput: inputGradient(false),
  Conv2DBackpropFilter: gradientOfFilter(false),
  DepthwiseConv2dNative: forward(true),
  FusedDepthwiseConv2D: fused(true),
  DepthwiseConv2dNativeBackpropInput: inputGradient(true),
  DepthwiseConv2dNativeBackpropFilter: gradientOfFilter(true),
};

function forward(depthwise: boolean) {
  return (
    graph: OnnxGraph,
    { x, filter }: Inputs<'x' | 'filter'>,
    attributes: ConvAttributes,
  ): Value => {
    const conv = convolution(depthwise, shape4D(x), shape4D(filter), attributes);
    const how = {
      ...windowAttributes(conv),
      dilations: [conv.dilationHeight, conv.dilationWidth],
      group: conv.groups,
    };
    const output = { shape: onnxShape(conv.outShape), dtype: x.dtype };
    const picture = toOnnx(graph, x);
    const result =
      blockedConvolution(graph, picture, filter, output, how) ??
      graph.add('Conv', [picture, filterWeights(graph, filter, conv)], output, how);
    return fromOnnx(graph, result);
  };
}

function fused(depthwise: boolean) {
  return (graph: OnnxGraph, inputs: FusedInputs, attributes: FusedConv2DAttrs): Value => {
    const product = forward(depthwise)(graph, inputs, attributes);
    const sum = inputs.bias ? add(graph, product, inputs.bias) : product;
    return activate(graph, sum, attributes, inputs.preluActivationWeights);
  };
}

function inputGradient(depthwise: boolean) {
  return (
    graph: OnnxGraph,
    { dy, filter }: Inputs<'dy' | 'filter'>,
    { inputShape, ...attributes }: ConvAttributes & Pick<Conv2DBackpropInputAttrs, 'inputShape'>,
  ): Value => {
    const conv = convolution(depthwise, inputShape, shape4D(filter), attributes);
    const how = { ...windowAttributes(conv), group: conv.groups };
    const output = { shape: onnxShape(inputShape), dtype: dy.dtype };
    const picture = toOnnx(graph, dy);
    const gradient =
      blockedInputGradient(graph, picture, filter, output, how) ??
      graph.add('ConvTranspose', [picture, filterWeights(graph, filter, conv)], output, {
        ...how,
        output_padding: unusedAfter(conv),
      });
    return fromOnnx(graph, gradient);
  };
}

function gradientOfFilter(depthwise: boolean) {
  return (
    graph: OnnxGraph,
    { x, dy }: Inputs<'x' | 'dy'>,
    { filterShape, ...attributes }: ConvAttributes & Pick<Conv2DBackpropFilterAttrs, 'filterShape'>,
  ): Value => {
    const conv = convolution(depthwise, shape4D(x), filterShape, attributes);
    return filterGradient(graph, x, dy, conv);
  };
}

function convolution(
  depthwise: boolean,
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dimRoundingMode, dataFormat, dilations = 1 }: ConvAttributes,
): Convolution {
  checkChannelsLast(depthwise ? 'DepthwiseConv2dNative' : 'Conv2D', dataFormat);
  const window = backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
  );
  return { ...window, groups: depthwise ? window.inChannels : 1 };
}
