import type { SettingsOf } from '../../../shared/balancingSpec';
import type { LossMethod } from '../lossMethod';
import { scale } from '../math/matrix';
import { softmax } from '../math/simplex';
import { dot } from './lossTensors';
import { noMemory } from './noMemory';

/**
 * Dynamic weight averaging (Liu, Johns & Davison 2019, 1803.10704): w = K softmax(r / T) with r_k
 * the ratio of a task's mean losses of the last two epochs; equal weights in the first two.
 */
export function dwa(
  { temperature }: Pick<SettingsOf<'dwa'>, 'temperature'>,
  taskCount: number,
): LossMethod {
  /** Mean losses of the epoch before the last and of the last one, [2K]. */
  let recent: readonly number[] = [];
  return {
    ...noMemory,
    numbers: taskCount,
    stepNumbers() {
      if (recent.length < 2 * taskCount) return new Array<number>(taskCount).fill(1);
      const ratios = recent.slice(taskCount).map((loss, task) => {
        const before = recent[task] as number;
        // A task that had no loss tells nothing about its pace.
        return before > 0 ? loss / before : 1;
      });
      return scale(softmax(scale(ratios, 1 / temperature)), taskCount);
    },
    objective: (losses, { numbers }) => dot(losses, numbers),
    epochEnded(_epoch, meanLosses) {
      recent = [...recent.slice(-taskCount), ...meanLosses];
    },
    save: () => recent,
    restore(saved) {
      recent = saved;
    },
  };
}
