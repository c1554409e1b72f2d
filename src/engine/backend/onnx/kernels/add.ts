import { sizeOf } from '../../../../shared/shape';
import { blockedOperator } from '../channelBlock';
import { type OnnxGraph, type Value } from '../graph';
import { sameShape } from '../layouts';
import { binaryNode, like } from './kernel';
import { pad } from './shape';
import { fromOnnx } from './window';

const takesBias = ['Gemm', 'Conv', blockedOperator('Conv')];

/** The sum of two values; a node that computes a product adds what is added to it. */
export function add(graph: OnnxGraph, a: Value, b: Value): Value {
  return addToProduct(graph, a, b) ?? addToProduct(graph, b, a) ?? binaryNode(graph, 'Add', a, b);
}

/**
 * A row of biases becomes an input of the matrix product or convolution. ONNX Runtime does the same
 * with another matrix that is added to a product, written as ONNX's Sum, unless the product is
 * needed for itself as well.
 */
function addToProduct(graph: OnnxGraph, product: Value, addend: Value): Value | undefined {
  const source = graph.source(product);
  const takes = source?.inputs.length === 2 && takesBias.includes(source.opType);
  if (!source || !takes) return undefined;
  const { opType, inputs, attributes, result } = source;
  if (opType === 'Gemm' && sameShape(addend.shape, product.shape)) {
    const sum = graph.add('Sum', [result, graph.reshape(addend, result.shape)], like(result));
    return graph.reshape(sum, product.shape);
  }
  const columns = product.shape.at(-1) ?? 1;
  const isBias = isRow(addend, columns) && addend.shape.length <= product.shape.length;
  if (!isBias || rowsOf(result, 1) !== rowsOf(product, -1)) return undefined;
  const filled = [(result.shape[1] ?? 1) - columns];
  const bias = pad(graph, graph.reshape(addend, [columns]), [0], filled);
  const sum = graph.add(opType, [...inputs, bias], like(result), attributes);
  if (opType === 'Gemm') return graph.reshape(sum, product.shape);
  const picture = opType === 'Conv' ? sum : graph.unblocked(sum, columns);
  return graph.reshape(fromOnnx(graph, picture), product.shape);
}

/** How many rows a value has whose columns are an axis. */
function rowsOf({ shape }: Value, columns: number): number {
  return sizeOf(shape) / (shape.at(columns) ?? 1);
}

function isRow({ shape }: Value, columns: number): boolean {
  return shape.at(-1) === columns && sizeOf(shape) === columns;
}
