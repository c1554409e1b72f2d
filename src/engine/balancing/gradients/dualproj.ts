import type { GradientMethod } from '../gradientMethod';
import { dualConeWeights } from '../math/dualCone';
import { byGram } from './memoryless';
import { regularised, type Regularisation } from './regularised';

/**
 * DualProj, the projection of GEM (Lopez-Paz & Ranzato 2017, 1706.08840): the mean gradient,
 * projected onto the directions along which no task gets worse.
 */
export function dualproj(settings: Regularisation): GradientMethod {
  return byGram((gram) =>
    regularised(gram, settings, (rows, share) =>
      dualConeWeights(
        rows,
        rows.map(() => share),
      ),
    ),
  );
}
