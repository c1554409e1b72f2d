import { util, type CumprodAttrs, type CumsumAttrs } from '@tensorflow/tfjs-core';
import type { OnnxGraph, Value } from '../graph';
import { binaryNode, like, type Inputs, type KernelTable } from './kernel';

/** Running sums and products along an axis. */
export const cumulativeKernels: KernelTable = {
  Cumsum: (graph, { x }: Inputs<'x'>, { axis, exclusive, reverse }: CumsumAttrs) =>
    graph.add('CumSum', [x, graph.scalar(axis, 'int32')], like(x), {
      exclusive: exclusive ? 1 : 0,
      reverse: reverse ? 1 : 0,
    }),
  /** By doubling distances (Hillis and Steele, 1986): ONNX has no running product. */
  Cumprod: (graph, { x }: Inputs<'x'>, { axis, exclusive, reverse }: CumprodAttrs) => {
    const direction = reverse ? -1 : 1;
    const [along = 0] = util.parseAxisParam(axis, [...x.shape]);
    let product = exclusive ? shift(graph, x, along, direction) : x;
    for (let distance = 1; distance < (x.shape[along] ?? 1); distance *= 2) {
      const earlier = shift(graph, product, along, direction * distance);
      product = binaryNode(graph, 'Mul', product, earlier);
    }
    return product;
  },
};

/** Moves elements along an axis, those beyond its end away; ones come in. */
function shift(graph: OnnxGraph, x: Value, axis: number, distance: number): Value {
  const at = (amount: number) => x.shape.map((_, index) => (index === axis ? amount : 0));
  const sizes = graph.integers([...at(distance), ...at(-distance)]);
  return graph.add('Pad', [x, sizes, graph.scalar(1, x.dtype)], like(x));
}
