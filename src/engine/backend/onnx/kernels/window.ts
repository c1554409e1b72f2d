import type { backend_util } from '@tensorflow/tfjs-core';
import { operationNotCompiled } from '../../compileErrors';
import { type OnnxGraph, type Value } from '../graph';
import { channelsFirst, channelsLast } from '../layouts';

export type Shape4D = [number, number, number, number];

/** A window that slides over pictures, as backend_util computes it. */
export type Window = backend_util.Conv2DInfo;

/** Elements that ONNX must add after the last row and column for TensorFlow.js's output shape. */
function padAfter(window: Window): [height: number, width: number] {
  const { padInfo, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = window;
  const height = (outHeight - 1) * strideHeight + window.effectiveFilterHeight;
  const width = (outWidth - 1) * strideWidth + window.effectiveFilterWidth;
  return [
    Math.max(padInfo.bottom, height - inHeight - padInfo.top),
    Math.max(padInfo.right, width - inWidth - padInfo.left),
  ];
}

/** Attributes of ONNX's convolutions and poolings. */
export function windowAttributes(window: Window) {
  return {
    kernel_shape: [window.filterHeight, window.filterWidth],
    strides: [window.strideHeight, window.strideWidth],
    pads: [window.padInfo.top, window.padInfo.left, ...padAfter(window)],
  };
}

/** Rows and columns after the last window, which no output depends on. */
export function unusedAfter(window: Window): [height: number, width: number] {
  const { padInfo, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = window;
  const [bottom, right] = padAfter(window);
  const height = (outHeight - 1) * strideHeight + window.effectiveFilterHeight;
  const width = (outWidth - 1) * strideWidth + window.effectiveFilterWidth;
  return [inHeight + padInfo.top + bottom - height, inWidth + padInfo.left + right - width];
}

/** A channels-last tensor as ONNX takes it. */
export function toOnnx(graph: OnnxGraph, value: Value): Value {
  return graph.transpose(value, channelsFirst);
}

export function fromOnnx(graph: OnnxGraph, value: Value): Value {
  return graph.transpose(value, channelsLast);
}

/** The shape [batch, channels, height, width] of a channels-last one. */
export function onnxShape(shape: readonly number[]): number[] {
  return channelsFirst.map((axis) => shape[axis] ?? 1);
}

/** @throws MtlError `operation-not-compiled` for channels-first convolutions */
export function checkChannelsLast(operation: string, dataFormat: string | undefined): void {
  if (dataFormat === 'NCHW')
    throw operationNotCompiled(`${operation} with data format NCHW`, 'ONNX');
}

/** A shape of rank 4, which TensorFlow.js has made sure of. */
export function shape4D({ shape }: Pick<Value, 'shape'>): Shape4D {
  const [first = 1, second = 1, third = 1, fourth = 1] = shape;
  return [first, second, third, fourth];
}
