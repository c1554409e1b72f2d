import type { CastAttrs } from '@tensorflow/tfjs-core';
import type { OnnxGraph, Value } from '../graph';
import { binaryNode, like, unaryNode, type Inputs, type KernelTable } from './kernel';

/** ONNX compares no booleans by size. */
const number = (graph: OnnxGraph, x: Value): Value =>
  x.dtype === 'bool' ? graph.cast(x, 'int32') : x;

const comparison =
  (opType: string) =>
  (graph: OnnxGraph, { a, b }: Inputs<'a' | 'b'>) =>
    binaryNode(graph, opType, number(graph, a), number(graph, b), 'bool');

const logical =
  (opType: string) =>
  (graph: OnnxGraph, { a, b }: Inputs<'a' | 'b'>) =>
    binaryNode(graph, opType, a, b, 'bool');

/** Comparisons, boolean logic, choice by a condition, and casts between types. */
export const logicalKernels: KernelTable = {
  Equal: comparison('Equal'),
  NotEqual: (graph, { a, b }: Inputs<'a' | 'b'>) =>
    unaryNode(graph, 'Not', binaryNode(graph, 'Equal', a, b, 'bool')),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  LogicalAnd: logical('And'),
  LogicalOr: logical('Or'),
  LogicalNot: (graph, { x }: Inputs<'x'>) => unaryNode(graph, 'Not', x),
  Select: (graph, { condition, t, e }: Inputs<'condition' | 't' | 'e'>) =>
    graph.elementwise('Where', [condition, t, e], like(t)),
  Cast: (graph, { x }: Inputs<'x'>, { dtype }: CastAttrs & { dtype: Value['dtype'] }) =>
    graph.cast(x, dtype),
};
