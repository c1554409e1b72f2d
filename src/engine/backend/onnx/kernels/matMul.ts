import { sizeOf } from '../../../../shared/shape';
import {
  broadcast_util,
  type _FusedMatMulAttrs,
  type BatchMatMulAttrs,
} from '@tensorflow/tfjs-core';
import { type OnnxGraph, type Value } from '../graph';
import { activate } from './activation';
import { add } from './add';
import { type Inputs, type KernelTable } from './kernel';

type FusedInputs = Inputs<'a' | 'b'> & Partial<Inputs<'bias' | 'preluActivationWeights'>>;

/** Matrix products. */
export const matMulKernels: KernelTable = {
  BatchMatMul: (graph, { a, b }: Inputs<'a' | 'b'>, attributes: BatchMatMulAttrs) =>
    matMul(graph, a, b, attributes),
  _FusedMatMul: (
    graph,
    { a, b, bias, preluActivationWeights }: FusedInputs,
    attributes: _FusedMatMulAttrs,
  ) => {
    const product = matMul(graph, a, b, attributes);
    const sum = bias ? add(graph, product, bias) : product;
    return activate(graph, sum, attributes, preluActivationWeights);
  },
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
): Value {
  const batch = broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
  const shape = [...batch, rows, columns];
  if (sizeOf(batch) === 1) {
    const product = graph.add(
      'Gemm',
      [asMatrix(graph, a), asMatrix(graph, b)],
      { shape: [rows, columns], dtype: a.dtype },
      { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 },
    );
    return graph.reshape(product, shape);
  }
  const factors = [
    transposeA ? swapLastAxes(graph, a) : a,
    transposeB ? swapLastAxes(graph, b) : b,
  ];
  return graph.add('MatMul', factors, { shape, dtype: a.dtype });
}

function asMatrix(graph: OnnxGraph, value: Value): Value {
  return graph.reshape(value, value.shape.slice(-2));
}

function swapLastAxes(graph: OnnxGraph, value: Value): Value {
  const axes = value.shape.map((_, axis) => axis);
  const perm = [...axes.slice(0, -2), ...axes.slice(-2).reverse()];
  return graph.transpose(value, perm);
}
