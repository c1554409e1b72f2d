import type { GradientMethod, Observation } from '../gradientMethod';

/**
 * The method, unless a loss or a gradient is not finite: then every weight and factor is NaN, and
 * what the method remembers stays as it was.
 */
export function onlyFinite(method: GradientMethod): GradientMethod {
  return {
    ...method,
    combine(input) {
      if (input.batches.every(isFinite)) return method.combine(input);
      const unknown = input.batches[0].losses.map(() => NaN);
      return { weights: unknown, heads: unknown };
    },
  };
}

function isFinite({ losses, gram }: Observation): boolean {
  return losses.every(Number.isFinite) && gram.flat().every(Number.isFinite);
}
