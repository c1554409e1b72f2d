import { broadcast_util } from '@tensorflow/tfjs-core';
import type { OnnxGraph, Value } from '../graph';

export type Inputs<Names extends string> = Readonly<Record<Names, Value>>;

interface KernelMethod {
  write(graph: OnnxGraph, inputs: Inputs<string>, attributes: object): Value | Value[];
}

/**
 * What a TensorFlow.js kernel is in ONNX: infers the shape and type of its outputs and appends the
 * nodes that compute them. (The type of a method, so that each kernel can name its own inputs and
 * attributes: TensorFlow.js fixes them by the kernel's name but passes them untyped.)
 */
export type Kernel = KernelMethod['write'];

/** Kernels by TensorFlow.js's names. */
export type KernelTable = Readonly<Record<string, Kernel>>;

/** Appends an elementwise node with two inputs; `dtype` is that of the result. */
export function binaryNode(
  graph: OnnxGraph,
  opType: string,
  a: Value,
  b: Value,
  dtype = a.dtype,
): Value {
  const shape = broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
  return graph.elementwise(opType, [a, b], { shape, dtype });
}

/** Appends an elementwise node with one input. */
export function unaryNode(graph: OnnxGraph, opType: string, x: Value): Value {
  return graph.elementwise(opType, [x], like(x));
}

/** `yes` where `condition` holds, otherwise `no`. */
export function whereNode(graph: OnnxGraph, condition: Value, yes: Value, no: Value): Value {
  const output = { shape: condition.shape, dtype: yes.dtype };
  return graph.elementwise('Where', [condition, yes, no], output);
}

/** A tensor of equal elements. */
export function filled(
  graph: OnnxGraph,
  value: number,
  shape: readonly number[],
  dtype: Value['dtype'],
): Value {
  return graph.expand(graph.scalar(value, dtype), shape);
}

/** The shape and type of `value`, for an output like it. */
export function like({ shape, dtype }: Value): Pick<Value, 'shape' | 'dtype'> {
  return { shape, dtype };
}
