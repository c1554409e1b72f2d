import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod } from '../gradientMethod';
import { dot, norms, quadraticForm } from '../math/matrix';
import { noMemory, ownHeads } from './memoryless';
import { otherTasks, ownCoefficients } from './taskOrder';

/** Below this, a length is that of a zero vector. */
const epsilon = 1e-8;

/**
 * GradVac (Wang et al. 2021, 2010.05874): as PCGrad, but a task's gradient is turned until its
 * cosine to another's is what it was on average, where it is below that. The averages are moving
 * ones with the factor `beta`, of the whole model's gradients.
 */
export function gradvac({
  beta,
  order,
}: Pick<SettingsOf<'gradvac'>, 'beta' | 'order'>): GradientMethod {
  // Targets by task and other task, row by row; 0 at the start.
  let targets: number[] = [];
  return {
    ...noMemory,
    combine({ batches: [{ gram }], random }) {
      const count = gram.length;
      const lengths = norms(gram);
      const weights = gram.map(() => 0);
      if (targets.length === 0) targets = new Array<number>(count * count).fill(0);
      gram.forEach((_, task) => {
        const coefficients = ownCoefficients(task, count);
        for (const other of otherTasks(task, count, order, random)) {
          const length = Math.sqrt(quadraticForm(gram, coefficients));
          const otherLength = lengths[other] as number;
          if (length === 0 || otherLength === 0) continue;
          const product = dot(coefficients, gram[other] as readonly number[]);
          const cosine = product / (length * otherLength + epsilon);
          const target = targets[task * count + other] as number;
          if (cosine < target) {
            const added = turn(cosine, target, length, otherLength);
            coefficients[other] = (coefficients[other] as number) + added;
          }
          targets[task * count + other] = (1 - beta) * target + beta * cosine;
        }
        coefficients.forEach((value, i) => (weights[i] = (weights[i] as number) + value));
      });
      return { weights, heads: ownHeads(gram) };
    },
    save: () => ({ numbers: [...targets], rows: [] }),
    restore({ numbers }) {
      targets = [...numbers];
    },
  };
}

/** How much of the other gradient makes the cosine the target; rounding may pass ±1 for collinear rows. */
function turn(cosine: number, target: number, length: number, otherLength: number): number {
  const sine = Math.sqrt(Math.max(1 - cosine ** 2, 0));
  const targetSine = Math.sqrt(Math.max(1 - target ** 2, 0));
  return (length * (target * sine - cosine * targetSine)) / (otherLength * targetSine + epsilon);
}
