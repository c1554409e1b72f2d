import type { SettingsOf } from '../../../shared/balancingSpec';
import type { GradientMethod, Matrix } from '../gradientMethod';
import { diagonal, scale, sum, times } from '../math/matrix';
import { projectToSimplex } from '../math/simplex';
import { crossProducts } from './independentBatches';
import { noMemory, ownHeads } from './memoryless';

type Settings = Omit<SettingsOf<'sdmgrad'>, 'method'>;

/** Momentum of the weights' own descent. */
const momentum = 0.5;
/** Added to the squared mean length. */
const epsilon = 1e-8;

/**
 * SDMGrad (Xiao, Ban & Ji 2023, 2305.18409): the shortest combination as in MGDA, kept near the mean
 * gradient by λ. Two independent batches give the weights' slopes without bias, a third one the
 * direction (G₃ᵀw + λ mean) / (1 + λ).
 */
export function sdmgrad(settings: Settings, taskCount: number): GradientMethod {
  const { lambda } = settings;
  let weights = new Array<number>(taskCount).fill(1 / taskCount);
  return {
    ...noMemory,
    batches: 3,
    combine({ batches }) {
      weights = descend(unitProducts(crossProducts(batches)), weights, settings);
      const effective = weights.map((weight) => (weight + lambda / taskCount) / (1 + lambda));
      return { weights: effective, heads: ownHeads(weights) };
    },
    save: () => ({ numbers: weights, rows: [] }),
    restore({ numbers }) {
      weights = [...numbers];
    },
  };
}

/** The inner products as if the tasks' mean length were 1. */
function unitProducts(products: Matrix): Matrix {
  const lengths = diagonal(products).map((square) => Math.sqrt(Math.max(square, 0)));
  const mean = sum(lengths) / lengths.length;
  return products.map((row) => scale(row, 1 / (mean ** 2 + epsilon)));
}

/** Projected gradient descent with momentum on the simplex. */
function descend(
  products: Matrix,
  start: readonly number[],
  { lambda, iterations, learningRate }: Settings,
): number[] {
  const towardsMean = products.map((row) => (lambda * sum(row)) / row.length);
  let weights = [...start];
  let velocity = weights.map(() => 0);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const slopes = times(products, weights);
    velocity = velocity.map(
      (value, task) => momentum * value + (slopes[task] as number) + (towardsMean[task] as number),
    );
    weights = projectToSimplex(
      weights.map((weight, task) => weight - learningRate * (velocity[task] as number)),
    );
  }
  return weights;
}
