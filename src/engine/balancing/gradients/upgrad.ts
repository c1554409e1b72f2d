import type { GradientMethod } from '../gradientMethod';
import { dualConeWeights } from '../math/dualCone';
import { scale, sum } from '../math/matrix';
import { byGram } from './memoryless';
import { regularised, type Regularisation } from './regularised';
import { ownCoefficients } from './taskOrder';

/**
 * UPGrad (Quinton & Rey 2024, 2406.16232): each task's gradient is projected onto the directions
 * along which no task gets worse; the mean of the projections.
 */
export function upgrad(settings: Regularisation): GradientMethod {
  return byGram((gram) =>
    regularised(gram, settings, (rows, share) => {
      const projections = rows.map((_, task) =>
        dualConeWeights(rows, scale(ownCoefficients(task, rows.length), share)),
      );
      return rows.map((_, task) => sum(projections.map((weights) => weights[task] as number)));
    }),
  );
}
