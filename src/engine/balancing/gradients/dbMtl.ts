import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod } from '../gradientMethod';
import { innerProduct } from '../math/rows';
import { noMemory } from './memoryless';
import { RunningRows } from './runningRows';

/** Added to losses before their logarithm, and to lengths. */
const epsilon = 1e-8;

/**
 * DB-MTL (Lin et al. 2023, 2308.12029): balances the losses by their logarithms, and the running
 * means of the gradients of these by making all as long as the longest. Heads take 1 / L_k.
 */
export function dbMtl({
  beta,
  betaDecay,
}: Pick<SettingsOf<'db-mtl'>, 'beta' | 'betaDecay'>): GradientMethod {
  const means = new RunningRows();
  return {
    ...noMemory,
    combine({ batches: [observation], step }) {
      const scales = observation.losses.map((loss) => 1 / (loss + epsilon));
      const rows = means.update(observation, scales, 1 - beta / step ** betaDecay);
      const lengths = rows.map((row) => Math.sqrt(innerProduct(row, row)));
      const longest = Math.max(...lengths);
      return {
        weights: lengths.map((length) => longest / (length + epsilon)),
        rows,
        heads: scales,
      };
    },
    save: () => ({ numbers: [], rows: means.rows.map((row) => row.slice()) }),
    restore: ({ rows }) => means.restore(rows),
  };
}
