import {
  broadcast_util,
  type ClipByValueAttrs,
  type LeakyReluAttrs,
  type StepAttrs,
} from '@tensorflow/tfjs-core';
import type { OnnxGraph, Value } from '../graph';
import { isPositive, prelu, relu, relu6, reluGate } from './activation';
import { add } from './add';
import { binaryNode, like, unaryNode, whereNode, type Inputs, type KernelTable } from './kernel';

const unary =
  (opType: string) =>
  (graph: OnnxGraph, { x }: Inputs<'x'>) =>
    unaryNode(graph, opType, x);

const binary =
  (opType: string) =>
  (graph: OnnxGraph, { a, b }: Inputs<'a' | 'b'>) =>
    binaryNode(graph, opType, a, b);

/** Arithmetic and activations, element by element. */
export const elementwiseKernels: KernelTable = {
  Add: (graph, { a, b }: Inputs<'a' | 'b'>) => add(graph, a, b),
  Sub: binary('Sub'),
  Multiply: (graph, { a, b }: Inputs<'a' | 'b'>) => multiply(graph, a, b),
  RealDiv: binary('Div'),
  Pow: binary('Pow'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  AddN: (graph, inputs: Inputs<string>) =>
    Object.values(inputs).reduce((total, x) => add(graph, total, x)),
  SquaredDifference: (graph, { a, b }: Inputs<'a' | 'b'>) =>
    square(graph, binaryNode(graph, 'Sub', a, b)),
  Neg: unary('Neg'),
  Abs: unary('Abs'),
  Sign: unary('Sign'),
  Reciprocal: unary('Reciprocal'),
  Exp: unary('Exp'),
  Log: unary('Log'),
  Sqrt: unary('Sqrt'),
  Relu: (graph, { x }: Inputs<'x'>) => relu(graph, x),
  Sigmoid: unary('Sigmoid'),
  Tanh: unary('Tanh'),
  Elu: unary('Elu'),
  Softplus: unary('Softplus'),
  Selu: unary('Selu'),
  Relu6: (graph, { x }: Inputs<'x'>) => relu6(graph, x),
  Prelu: (graph, { x, alpha }: Inputs<'x' | 'alpha'>) => prelu(graph, x, alpha),
  LeakyRelu: (graph, { x }: Inputs<'x'>, { alpha }: LeakyReluAttrs) =>
    prelu(graph, x, graph.scalar(alpha)),
  Square: (graph, { x }: Inputs<'x'>) => square(graph, x),
  Rsqrt: (graph, { x }: Inputs<'x'>) => unaryNode(graph, 'Reciprocal', unaryNode(graph, 'Sqrt', x)),
  Log1p: (graph, { x }: Inputs<'x'>) => log1p(graph, x),
  Expm1: (graph, { x }: Inputs<'x'>) => expm1(graph, x),
  EluGrad: (graph, { dy, y }: Inputs<'dy' | 'y'>) => {
    const slope = binaryNode(
      graph,
      'Add',
      binaryNode(graph, 'Min', y, graph.scalar(0)),
      graph.scalar(1),
    );
    return binaryNode(graph, 'Mul', dy, slope);
  },
  Step: (graph, { x }: Inputs<'x'>, { alpha }: StepAttrs) =>
    alpha
      ? whereNode(graph, isPositive(graph, x), graph.scalar(1), graph.scalar(alpha))
      : reluGate(graph, relu(graph, x)),
  ClipByValue: (graph, { x }: Inputs<'x'>, attributes: ClipByValueAttrs) => {
    const low = graph.scalar(attributes.clipValueMin, x.dtype);
    const high = graph.scalar(attributes.clipValueMax, x.dtype);
    return graph.elementwise('Clip', [x, low, high], like(x));
  },
};

/** The product; it is one of the factors where the other is 1 everywhere, or changes nothing. */
function multiply(graph: OnnxGraph, a: Value, b: Value): Value {
  const shape = broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
  if (graph.isFilled(b, 1) || graph.isGated(a, b)) return graph.expand(a, shape);
  if (graph.isFilled(a, 1)) return graph.expand(b, shape);
  return binaryNode(graph, 'Mul', a, b);
}

function square(graph: OnnxGraph, x: Value): Value {
  return binaryNode(graph, 'Mul', x, x);
}

/** log(1 + x) = x log(u) / (u - 1) with u = 1 + x rounded, and x where u is 1 (W. Kahan). */
function log1p(graph: OnnxGraph, x: Value): Value {
  const one = graph.scalar(1);
  const u = binaryNode(graph, 'Add', x, one);
  const difference = binaryNode(graph, 'Sub', u, one);
  const correction = binaryNode(graph, 'Div', x, difference);
  const logarithm = binaryNode(graph, 'Mul', unaryNode(graph, 'Log', u), correction);
  return whereNode(graph, binaryNode(graph, 'Equal', u, one, 'bool'), x, logarithm);
}

/** exp(x) - 1 = tanh(x / 2) (exp(x) + 1), without cancellation near 0. */
function expm1(graph: OnnxGraph, x: Value): Value {
  const half = binaryNode(graph, 'Mul', x, graph.scalar(0.5));
  const sum = binaryNode(graph, 'Add', unaryNode(graph, 'Exp', x), graph.scalar(1));
  return binaryNode(graph, 'Mul', unaryNode(graph, 'Tanh', half), sum);
}
