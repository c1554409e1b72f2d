import type { EinsumAttrs } from '@tensorflow/tfjs-core';
import type { Inputs, KernelTable } from './kernel';

/** Einstein's sum convention. */
export const einsumKernels: KernelTable = {
  Einsum: (graph, inputs: Inputs<string>, { equation }: EinsumAttrs) => {
    const factors = Object.values(inputs);
    const sizes = sizesByLetter(
      equation,
      factors.map(({ shape }) => shape),
    );
    const [, result = ''] = equation.replaceAll(' ', '').split('->');
    const shape = Array.from(result, (letter) => sizes.get(letter) ?? 1);
    const dtype = factors[0]?.dtype ?? 'float32';
    return graph.add('Einsum', factors, { shape, dtype }, { equation });
  },
};

/** How long the axes are that the letters of an equation stand for. @param shapes of its factors */
export function sizesByLetter(
  equation: string,
  shapes: readonly (readonly number[])[],
): ReadonlyMap<string, number> {
  const [terms = ''] = equation.replaceAll(' ', '').split('->');
  return new Map(
    terms
      .split(',')
      .flatMap((term, factor) =>
        Array.from(term, (letter, axis) => [letter, shapes[factor]?.[axis] ?? 1] as const),
      ),
  );
}
