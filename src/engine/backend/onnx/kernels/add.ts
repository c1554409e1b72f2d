import { sizeOf } from '../../../../shared/shape';
import { sameShape, type OnnxGraph, type Value } from '../graph';
import { binaryNode, like } from './kernel';
import { fromOnnx } from './window';

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
  const takes = source?.inputs.length === 2 && ['Gemm', 'Conv'].includes(source.opType);
  if (!source || !takes) return undefined;
  const { opType, inputs, attributes, result } = source;
  if (opType === 'Gemm' && sameShape(addend.shape, product.shape)) {
    const sum = graph.add('Sum', [result, graph.reshape(addend, result.shape)], like(result));
    return graph.reshape(sum, product.shape);
  }
  const columns = product.shape.at(-1) ?? 1;
  const isBias = isRow(addend, columns) && addend.shape.length <= product.shape.length;
  if (!isBias || result.shape[1] !== columns) return undefined;
  const bias = graph.reshape(addend, [columns]);
  const sum = graph.add(opType, [...inputs, bias], like(result), attributes);
  return graph.reshape(opType === 'Conv' ? fromOnnx(graph, sum) : sum, product.shape);
}

function isRow({ shape }: Value, columns: number): boolean {
  return shape.at(-1) === columns && sizeOf(shape) === columns;
}
