import type { SettingsOf } from '../../../shared/experiment';
import type { GradientMethod } from '../gradientMethod';
import { memoryless, ownHeads } from './memoryless';

/** Keeps the purity of entries that are 0 in every task finite. */
const epsilon = 1e-7;

/**
 * GradDrop (Chen et al. 2020, 2010.06808): each entry of the gradient keeps, at random, only the
 * tasks that push it up or only those that push it down, the more likely the more they agree. Other
 * tasks keep `leak` of theirs. By the representation (as in the paper) the sign is that of the
 * entry times its gradient, summed over the batch.
 */
export function graddrop({
  leak,
  gradients,
}: Pick<SettingsOf<'graddrop'>, 'leak' | 'gradients'>): GradientMethod {
  const method = memoryless(({ batches: [{ rows }], random }) => {
    const factors = rows.map((row) => new Float32Array(row.length));
    for (let index = 0; index < (rows[0]?.length ?? 0); index++) {
      const values = rows.map((row) => row[index] as number);
      const total = values.reduce((sum, value) => sum + value, 0);
      const size = values.reduce((sum, value) => sum + Math.abs(value), 0);
      const purity = (1 + total / (size + epsilon)) / 2;
      const keepsPositive = purity > random.uniform();
      values.forEach((value, task) => {
        const isKept = keepsPositive ? value > 0 : value < 0;
        (factors[task] as Float32Array)[index] = isKept ? 1 : leak;
      });
    }
    return { weights: ownHeads(rows), factors, heads: ownHeads(rows) };
  });
  return { ...method, ...(gradients === 'representation' && { signed: true }) };
}
