import {
  broadcast_util,
  type _FusedMatMulAttrs,
  type BatchMatMulAttrs,
} from '@tensorflow/tfjs-core';
import { sizeOf, type OnnxGraph, type Value } from '../graph';
import { activate } from './activation';
import { binaryNode, type Inputs, type KernelTable } from './kernel';

type FusedInputs = Inputs<'a' | 'b'> & Partial<Inputs<'bias' | 'preluActivationWeights'>>;

/** Matrix products. */
export const matMulKernels: KernelTable = {
  BatchMatMul: (graph, { a, b }: Inputs<'a' | 'b'>, attributes: BatchMatMulAttrs) =>
    matMul(graph, a, b, attributes),
  _FusedMatMul: (
    graph,
    { a, b, bias, preluActivationWeights }: FusedInputs,
    attributes: _FusedMatMulAttrs,
  ) => activate(graph, matMul(graph, a, b, attributes, bias), attributes, preluActivationWeights),
};

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** a [..., m, k] times b [..., k, n], either with its last axes swapped; leading axes are broadcast. */
function matMul(
  graph: OnnxGraph,
  a: Value,
  b: Value,
  { transposeA, transposeB }: Transposes,
  bias?: Value,
): Value {
  const batch = broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
  const shape = [...batch, rows, columns];
  if (sizeOf(batch) === 1) {
    const addend = bias && isRow(bias, columns) ? [graph.reshape(bias, [columns])] : [];
    const product = graph.add(
      'Gemm',
      [asMatrix(graph, a), asMatrix(graph, b), ...addend],
      { shape: [rows, columns], dtype: a.dtype },
      { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 },
    );
    const reshaped = graph.reshape(product, shape);
    return bias && addend.length === 0 ? binaryNode(graph, 'Add', reshaped, bias) : reshaped;
  }
  const factors = [
    transposeA ? swapLastAxes(graph, a) : a,
    transposeB ? swapLastAxes(graph, b) : b,
  ];
  const product = graph.add('MatMul', factors, { shape, dtype: a.dtype });
  return bias ? binaryNode(graph, 'Add', product, bias) : product;
}

function isRow({ shape }: Value, columns: number): boolean {
  return shape.at(-1) === columns && sizeOf(shape) === columns;
}

function asMatrix(graph: OnnxGraph, value: Value): Value {
  return graph.reshape(value, value.shape.slice(-2));
}

function swapLastAxes(graph: OnnxGraph, value: Value): Value {
  const axes = value.shape.map((_, axis) => axis);
  const perm = [...axes.slice(0, -2), ...axes.slice(-2).reverse()];
  return graph.transpose(value, perm);
}
