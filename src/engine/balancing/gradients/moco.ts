import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod } from '../gradientMethod';
import { norms, times } from '../math/matrix';
import { gramMatrix } from '../math/rows';
import { softmax } from '../math/simplex';
import { noMemory, ownHeads } from './memoryless';
import { RunningRows } from './runningRows';

/** Added to a gradient's length. */
const epsilon = 1e-8;

type Settings = Omit<SettingsOf<'moco'>, 'method'>;

/**
 * MoCo (Fernando et al. 2023, 2210.12624): running means y_k of the gradients, each scaled to the
 * length of its loss, correct the bias that single batches give the weights; the weights descend
 * along (yyᵀ + ρ) λ. As in the authors' code λ stays in the simplex by softmax.
 */
export function moco(settings: Settings, taskCount: number): GradientMethod {
  const { beta, betaDecay, gamma, gammaDecay, rho } = settings;
  const means = new RunningRows();
  let weights = new Array<number>(taskCount).fill(1 / taskCount);
  return {
    ...noMemory,
    combine({ batches: [observation], step }) {
      const { gram, losses } = observation;
      const scales = norms(gram).map(
        (length, task) => (losses[task] as number) / (length + epsilon),
      );
      const rows = means.update(observation, scales, beta / step ** betaDecay);
      const slopes = times(gramMatrix(rows), weights);
      const rate = gamma / step ** gammaDecay;
      weights = softmax(
        weights.map((weight, task) => weight - rate * ((slopes[task] as number) + rho * weight)),
      );
      return { weights, rows, heads: ownHeads(rows) };
    },
    save: () => ({ numbers: weights, rows: means.rows.map((row) => row.slice()) }),
    restore({ numbers, rows }) {
      weights = [...numbers];
      means.restore(rows);
    },
  };
}
