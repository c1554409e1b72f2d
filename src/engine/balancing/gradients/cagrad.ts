import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod, Matrix } from '../gradientMethod';
import { conflictAverseWeights } from '../math/conflictAverse';
import { quadraticForm, sum } from '../math/matrix';
import { byGram, withoutZeroRows } from './memoryless';

type Settings = Pick<SettingsOf<'cagrad'>, 'c' | 'divisor'>;

/** Part of the largest gradient's length at which a combination of gradients counts as 0. */
const vanishing = 1e-10;

/**
 * CAGrad (Liu et al. 2021, 2110.14048): the direction within c times its length around the mean
 * gradient g₀ in which the task that gains least gains most, d = g₀ + c ‖g₀‖ g_w / ‖g_w‖, divided by
 * `divisor`. Where no direction helps every task (g_w = 0) it is g₀.
 */
export function cagrad({ c, divisor }: Settings): GradientMethod {
  const scale = { '1+c^2': 1 + c ** 2, '1+c': 1 + c, '1': 1 }[divisor];
  return byGram((gram) => {
    const mean = 1 / gram.length;
    const averse = withoutZeroRows(gram, (rows) => averseWeights(rows, mean, c));
    return averse.map((weight) => (mean + weight) / scale);
  });
}

/** c ‖g₀‖ / ‖g_w‖ times the dual weights w; `mean` is each task's share in g₀. */
function averseWeights(gram: Matrix, mean: number, c: number): number[] {
  const products = gram.map((row) => mean * sum(row));
  const radius = c * Math.sqrt(mean * sum(products));
  const dual = conflictAverseWeights(gram, products, radius);
  const length = Math.sqrt(quadraticForm(gram, dual));
  const longest = Math.sqrt(Math.max(...gram.map((row, task) => row[task] as number)));
  if (!(length > vanishing * longest)) return gram.map(() => 0);
  return dual.map((weight) => (weight * radius) / length);
}
