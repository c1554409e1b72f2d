import type { SettingsOf } from '../../../shared/balancingSpec';
import type { CombineInput, Combination, GradientMethod } from '../gradientMethod';
import { dot, norms, scale, sum } from '../math/matrix';
import { softmax } from '../math/simplex';
import { noMemory, ownHeads } from './memoryless';

/**
 * GradNorm (Chen et al. 2018, 1711.02257): weights for which the weighted gradients' lengths are in
 * proportion to r_k^α, where r_k is a task's loss relative to its first one, over the mean of that.
 * Weights are K softmax(s); the optimiser trains s along Σ |w_k ‖g_k‖ - target|. The first epoch has
 * equal weights, and its mean losses are the first ones.
 */
export function gradnorm(
  { alpha }: Pick<SettingsOf<'gradnorm'>, 'alpha'>,
  taskCount: number,
): GradientMethod {
  let first: readonly number[] = [];
  return {
    ...noMemory,
    trained: new Array<number>(taskCount).fill(1),
    combine(input) {
      const { losses } = input.batches[0];
      if (first.length === 0) return { weights: ownHeads(losses), heads: ownHeads(losses) };
      return balanced(input, first, alpha);
    },
    epochEnded(epoch, meanLosses) {
      if (epoch === 0) first = meanLosses;
    },
    save: () => ({ numbers: first, rows: [] }),
    restore({ numbers }) {
      first = numbers;
    },
  };
}

function balanced(
  { batches: [{ gram, losses }], trained }: CombineInput,
  first: readonly number[],
  alpha: number,
): Combination {
  const shares = softmax(trained);
  const weights = scale(shares, shares.length);
  const lengths = norms(gram);
  // Tasks without a gradient in the batch are in none of the means.
  const here = lengths.map((length) => (length > 0 ? 1 : 0));
  const meanHere = (values: readonly number[]) => dot(values, here) / Math.max(sum(here), 1);
  const ratios = losses.map((loss, task) => loss / (first[task] || loss || 1));
  const meanRatio = meanHere(ratios);
  const weighted = lengths.map((length, task) => length * (weights[task] as number));
  const mean = meanHere(weighted);
  const slopes = lengths.map((length, task) => {
    const target = mean * ((ratios[task] as number) / meanRatio) ** alpha;
    return length === 0 ? 0 : Math.sign((weighted[task] as number) - target) * length;
  });
  const common = dot(shares, slopes);
  return {
    weights,
    heads: ownHeads(gram),
    trainedGradient: shares.map(
      (share, task) => share * shares.length * ((slopes[task] as number) - common),
    ),
  };
}
