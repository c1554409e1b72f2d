import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod, Observation } from '../gradientMethod';
import { divide, divideRows, norms, place, subMatrix } from '../math/matrix';
import { minNormWeights } from '../math/minNorm';
import { memoryless, ownHeads } from './memoryless';

type Normalisation = SettingsOf<'mgda'>['normalise'];

/**
 * MGDA (Désidéri 2012; Sener & Koltun 2018, 1810.04650): the shortest convex combination of the
 * gradients, along which no task gets worse. With `normalise` it is the combination of the
 * gradients divided by their length, their loss, or both.
 *
 * It is 0 where a task's gradient is 0: such a point is Pareto-stationary. Only a task whose loss is
 * 0 too (no label in the batch) has no say.
 */
export function mgda({ normalise }: Pick<SettingsOf<'mgda'>, 'normalise'>): GradientMethod {
  return memoryless(({ batches: [observation] }) => ({
    weights: shortest(observation, normalise),
    heads: ownHeads(observation.losses),
  }));
}

function shortest({ gram, losses }: Observation, normalise: Normalisation): number[] {
  const lengths = norms(gram);
  const tasks = lengths.flatMap((length, task) => (length > 0 || losses[task] !== 0 ? [task] : []));
  if (tasks.length === 0) return gram.map(() => 0);
  const divisors = tasks.map(
    (task) => divisor(normalise, lengths[task] as number, losses[task] as number) || 1,
  );
  const weights = minNormWeights(divideRows(subMatrix(gram, tasks), divisors));
  return place(divide(weights, divisors), tasks, gram.length);
}

function divisor(normalise: Normalisation, length: number, loss: number): number {
  switch (normalise) {
    case 'none':
      return 1;
    case 'l2':
      return length;
    case 'loss':
      return loss;
    case 'loss+':
      return length * loss;
  }
}
