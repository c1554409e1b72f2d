import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod } from '../gradientMethod';
import { times } from '../math/matrix';
import { projectToSimplex } from '../math/simplex';
import { crossProducts } from './independentBatches';
import { noMemory, ownHeads } from './memoryless';

/**
 * MoDo (Chen et al. 2023, 2305.20057): the weights descend along (G₁G₂ᵀ + ρ) λ, of two independent
 * batches, so that the step has no bias; a third one gives the direction G₃ᵀλ.
 */
export function modo(
  { gamma, rho }: Pick<SettingsOf<'modo'>, 'gamma' | 'rho'>,
  taskCount: number,
): GradientMethod {
  let weights = new Array<number>(taskCount).fill(1 / taskCount);
  return {
    ...noMemory,
    batches: 3,
    combine({ batches }) {
      const slopes = times(crossProducts(batches), weights);
      weights = projectToSimplex(
        weights.map((weight, task) => weight - gamma * ((slopes[task] as number) + rho * weight)),
      );
      return { weights, heads: ownHeads(weights) };
    },
    save: () => ({ numbers: weights, rows: [] }),
    restore({ numbers }) {
      weights = [...numbers];
    },
  };
}
