import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod } from '../gradientMethod';
import { dot, entry } from '../math/matrix';
import { memoryless, ownHeads } from './memoryless';
import { otherTasks, ownCoefficients } from './taskOrder';

/**
 * PCGrad (Yu et al. 2020, 2001.06782): from each task's gradient the part is taken away that
 * conflicts with another task's original gradient, one other task after the other; then all are
 * summed. Gradients are kept as coefficients of the original rows.
 */
export function pcgrad({ order }: Pick<SettingsOf<'pcgrad'>, 'order'>): GradientMethod {
  return memoryless(({ batches: [{ gram }], random }) => {
    const weights = gram.map(() => 0);
    gram.forEach((_, task) => {
      const coefficients = ownCoefficients(task, gram.length);
      for (const other of otherTasks(task, gram.length, order, random)) {
        const product = dot(coefficients, gram[other] as readonly number[]);
        if (product >= 0) continue;
        const removed = product / entry(gram, other, other);
        coefficients[other] = (coefficients[other] as number) - removed;
      }
      coefficients.forEach((value, index) => (weights[index] = (weights[index] as number) + value));
    });
    return { weights, heads: ownHeads(gram) };
  });
}
