import { sizeOf } from '../../../shared/shape';
import { sizesByLetter } from './kernels/einsum';
import type { Source } from './nodes';
import type { Trace } from './trace';

/** Multiply-adds of the products and convolutions that the outputs of a step take. */
export function multiplyAddsOf({ graph, outputs }: Pick<Trace, 'graph' | 'outputs'>): number {
  return graph.sourcesOf(outputs).reduce((total, source) => total + multiplyAdds(source), 0);
}

function multiplyAdds({ opType, inputs: [a, b], attributes, result }: Source): number {
  if (!a || !b) return 0;
  switch (opType) {
    case 'Gemm':
      return sizeOf(result.shape) * (a.shape[attributes['transA'] ? 0 : 1] ?? 1);
    case 'MatMul':
      return sizeOf(result.shape) * (a.shape.at(-1) ?? 1);
    // Filters are [out, in of a group, height, width].
    case 'Conv':
      return sizeOf(result.shape) * sizeOf(b.shape.slice(1));
    // Filters are [in, out of a group, height, width].
    case 'ConvTranspose':
      return sizeOf(a.shape) * sizeOf(b.shape.slice(1));
    case 'Einsum':
      return sizeOf([
        ...sizesByLetter(attributes['equation'] as string, [a.shape, b.shape]).values(),
      ]);
    default:
      return 0;
  }
}
