import type { GradientMethod } from '../gradientMethod';
import { noMemory } from './memoryless';
import { impartialWeights } from './imtlG';

/**
 * IMTL (Liu et al. 2021, ICLR): IMTL-L and IMTL-G together. The optimiser trains a scale s_k of each
 * loss along e^s L - s; IMTL-G weighs the gradients of the scaled losses; heads take e^s_k.
 */
export function imtl(taskCount: number): GradientMethod {
  return {
    ...noMemory,
    trained: new Array<number>(taskCount).fill(0),
    combine({ batches: [{ gram, losses }], trained }) {
      const scales = trained.map(Math.exp);
      const scaled = gram.map((row, i) =>
        row.map((value, j) => value * (scales[i] as number) * (scales[j] as number)),
      );
      const weights = impartialWeights(scaled);
      return {
        weights: weights.map((weight, task) => weight * (scales[task] as number)),
        heads: scales,
        // A task without a loss in the batch teaches its scale nothing.
        trainedGradient: losses.map((loss, k) => (loss > 0 ? (scales[k] as number) * loss - 1 : 0)),
      };
    },
  };
}
