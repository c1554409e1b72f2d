import type { EinsumAttrs } from '@tensorflow/tfjs-core';
import type { Inputs, KernelTable } from './kernel';

/** Einstein's sum convention. */
export const einsumKernels: KernelTable = {
  Einsum: (graph, inputs: Inputs<string>, { equation }: EinsumAttrs) => {
    const factors = Object.values(inputs);
    const [terms = '', result = ''] = equation.replaceAll(' ', '').split('->');
    const sizes = new Map<string, number>();
    terms.split(',').forEach((term, index) => {
      Array.from(term).forEach((letter, axis) =>
        sizes.set(letter, factors[index]?.shape[axis] ?? 1),
      );
    });
    const shape = Array.from(result, (letter) => sizes.get(letter) ?? 1);
    const dtype = factors[0]?.dtype ?? 'float32';
    return graph.add('Einsum', factors, { shape, dtype }, { equation });
  },
};
