import type { Combination, GradientMethod, Observation } from '../gradientMethod';
import { quadraticForm, scale } from '../math/matrix';
import { addCombined } from '../math/rows';

/**
 * The method with its update direction made as long as the mean of the tasks' gradients, so that one
 * learning rate means the same for every method. Heads keep their factors.
 */
export function rescaled(method: GradientMethod): GradientMethod {
  return {
    ...method,
    combine(input) {
      const combination = method.combine(input);
      const observation = input.batches.at(-1) ?? input.batches[0];
      const length = lengthOf(combination, observation);
      const share = observation.losses.map(() => 1 / observation.losses.length);
      const wanted = Math.sqrt(quadraticForm(observation.gram, share));
      const factor = length > 0 ? wanted / length : 1;
      return { ...combination, weights: scale(combination.weights, factor) };
    },
  };
}

function lengthOf(combination: Combination, { rows, gram }: Observation): number {
  if (!combination.factors && !combination.rows) {
    return Math.sqrt(quadraticForm(gram, combination.weights));
  }
  const direction = new Float64Array(rows[0]?.length ?? 0);
  addCombined(direction, combination.rows ?? rows, combination);
  return Math.sqrt(direction.reduce((total, value) => total + value ** 2, 0));
}
