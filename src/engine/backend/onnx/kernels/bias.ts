import { sizeOf, type OnnxGraph, type Value } from '../graph';
import { binaryNode, like } from './kernel';
import { fromOnnx } from './window';

/**
 * The sum of two values; where it is that of a matrix product or a convolution and a row of biases,
 * the node that computes the product adds them.
 */
export function addBias(graph: OnnxGraph, product: Value, bias: Value): Value {
  const source = graph.source(product);
  const columns = product.shape.at(-1) ?? 1;
  const isRow = bias.shape.at(-1) === columns && sizeOf(bias.shape) === columns;
  if (!source || !isRow || bias.shape.length > product.shape.length) {
    return binaryNode(graph, 'Add', product, bias);
  }
  const { opType, inputs, attributes, result } = source;
  const takesBias = (opType === 'Gemm' || opType === 'Conv') && inputs.length === 2;
  if (!takesBias || result.shape[1] !== columns) return binaryNode(graph, 'Add', product, bias);
  const row = graph.reshape(bias, [columns]);
  const sum = graph.add(opType, [...inputs, row], like(result), attributes);
  return graph.reshape(opType === 'Conv' ? fromOnnx(graph, sum) : sum, product.shape);
}
