import type { OnnxGraph, Value } from '../graph';
import { binaryNode, unaryNode, whereNode, type Inputs, type KernelTable } from './kernel';

const unary =
  (opType: string) =>
  (graph: OnnxGraph, { x }: Inputs<'x'>) =>
    unaryNode(graph, opType, x);

const test =
  (opType: string) =>
  (graph: OnnxGraph, { x }: Inputs<'x'>) =>
    graph.elementwise(opType, [x], { shape: x.shape, dtype: 'bool' });

/** Whole-number operations of floats leave integers as they are. */
const rounding =
  (opType: string) =>
  (graph: OnnxGraph, { x }: Inputs<'x'>) =>
    x.dtype === 'float32' ? unaryNode(graph, opType, x) : x;

/** Angles, rounding, remainders, and tests for special numbers. */
export const mathKernels: KernelTable = {
  Sin: unary('Sin'),
  Cos: unary('Cos'),
  Tan: unary('Tan'),
  Asin: unary('Asin'),
  Acos: unary('Acos'),
  Atan: unary('Atan'),
  Sinh: unary('Sinh'),
  Cosh: unary('Cosh'),
  Asinh: unary('Asinh'),
  Acosh: unary('Acosh'),
  Atanh: unary('Atanh'),
  Erf: unary('Erf'),
  Floor: rounding('Floor'),
  Ceil: rounding('Ceil'),
  Round: rounding('Round'),
  IsNan: test('IsNaN'),
  IsInf: test('IsInf'),
  IsFinite: (graph, { x }: Inputs<'x'>) => {
    // Of infinities and NaN the difference to themselves is NaN.
    const difference = binaryNode(graph, 'Sub', x, x);
    return binaryNode(graph, 'Equal', difference, graph.scalar(0), 'bool');
  },
  Mod: (graph, { a, b }: Inputs<'a' | 'b'>) => remainder(graph, a, b),
  FloorDiv: (graph, { a, b }: Inputs<'a' | 'b'>) => {
    const multiple = binaryNode(graph, 'Sub', a, remainder(graph, a, b));
    const quotient = binaryNode(graph, 'Div', multiple, b);
    return graph.cast(
      a.dtype === 'float32' ? unaryNode(graph, 'Round', quotient) : quotient,
      'int32',
    );
  },
};

/** The remainder of a division rounded down, of the sign of the divisor. */
function remainder(graph: OnnxGraph, a: Value, b: Value): Value {
  if (a.dtype !== 'float32') return binaryNode(graph, 'Mod', a, b);
  const output = { shape: binaryNode(graph, 'Add', a, b).shape, dtype: a.dtype };
  const truncated = graph.elementwise('Mod', [a, b], output, { fmod: 1 });
  const signs = binaryNode(graph, 'Mul', truncated, b);
  const opposite = binaryNode(graph, 'Less', signs, graph.scalar(0), 'bool');
  return whereNode(graph, opposite, binaryNode(graph, 'Add', truncated, b), truncated);
}
