import type { _FusedMatMulAttrs } from '@tensorflow/tfjs-core';
import { operationNotCompiled } from '../../compileErrors';
import type { OnnxGraph, Value } from '../graph';
import { binaryNode, like, unaryNode } from './kernel';

type ActivationAttributes = Pick<_FusedMatMulAttrs, 'activation' | 'leakyreluAlpha'>;

/** The activation that TensorFlow.js's fused kernels end with; `slope` is that of a PReLU. */
export function activate(
  graph: OnnxGraph,
  x: Value,
  { activation, leakyreluAlpha = 0.2 }: ActivationAttributes,
  slope?: Value,
): Value {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return relu(graph, x);
    case 'relu6':
      return relu6(graph, x);
    case 'elu':
      return unaryNode(graph, 'Elu', x);
    case 'sigmoid':
      return unaryNode(graph, 'Sigmoid', x);
    case 'leakyrelu':
      return prelu(graph, x, graph.scalar(leakyreluAlpha));
    case 'prelu':
      if (slope) return prelu(graph, x, slope);
  }
  throw operationNotCompiled(`fused activation ${activation}`, 'ONNX');
}

/** x where it is positive, otherwise `slope` times x. */
export function prelu(graph: OnnxGraph, x: Value, slope: Value): Value {
  return binaryNode(graph, 'PRelu', x, slope);
}

/** x where it is positive, otherwise 0. */
export function relu(graph: OnnxGraph, x: Value): Value {
  return graph.source(x)?.opType === 'Relu' ? x : unaryNode(graph, 'Relu', x);
}

export function isPositive(graph: OnnxGraph, x: Value): Value {
  return binaryNode(graph, 'Greater', x, graph.scalar(0), 'bool');
}

/** By the result of a Relu, so that nothing else needs its argument: 1 where gradients pass, or 0. */
export function reluGate(graph: OnnxGraph, y: Value): Value {
  return graph.cast(isPositive(graph, y), 'float32');
}

export function relu6(graph: OnnxGraph, x: Value): Value {
  return graph.elementwise('Clip', [x, graph.scalar(0), graph.scalar(6)], like(x));
}
