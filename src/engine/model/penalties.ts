import { add, mul, square, sum, type Scalar } from '@tensorflow/tfjs-core';
import type { ParameterLayout, Weights } from './parameters';

/** The L2 term of every parameter that has one. */
export function l2Penalties(layout: ParameterLayout, weights: Weights): Scalar[] {
  return layout.parameters
    .filter(({ l2 }) => l2 > 0)
    .map(({ name, l2 }) => {
      const weight = weights.get(name);
      if (!weight) throw new Error(`no weight ${name}`);
      return mul(l2, sum(square(weight)));
    });
}

/** Their sum; undefined when there are none. */
export function addPenalties(terms: readonly (Scalar | undefined)[]): Scalar | undefined {
  return terms
    .filter((term) => term !== undefined)
    .reduce<Scalar | undefined>((total, term) => (total ? add(total, term) : term), undefined);
}
