import type { SettingsOf } from '../../../shared/balancingSpec';
import type { Random } from '../../../shared/random';
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
  const method = memoryless(({ batches: [{ rows }], random }) => ({
    weights: ownHeads(rows),
    factors: dropFactors(rows, leak, random),
    heads: ownHeads(rows),
  }));
  return { ...method, ...(gradients === 'representation' && { signed: true }) };
}

/** 1 where a task's entry is kept, `leak` where it is dropped; of the rows' shape. */
function dropFactors(rows: readonly Float32Array[], leak: number, random: Random): Float32Array[] {
  const factors = rows.map((row) => new Float32Array(row.length).fill(leak));
  const length = rows[0]?.length ?? 0;
  for (let at = 0; at < length; at++) {
    let [total, size] = [0, 0];
    for (const row of rows) {
      const value = row[at] as number;
      total += value;
      size += Math.abs(value);
    }
    const purity = (1 + total / (size + epsilon)) / 2;
    const kept = purity > random.uniform() ? 1 : -1;
    for (let task = 0; task < rows.length; task++) {
      const value = (rows[task] as Float32Array)[at] as number;
      if (value * kept > 0) (factors[task] as Float32Array)[at] = 1;
    }
  }
  return factors;
}
