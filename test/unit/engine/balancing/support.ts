import type {
  CombineInput,
  Combination,
  GradientMethod,
  Matrix,
  Observation,
} from '../../../../src/engine/balancing/gradientMethod';
import { createMethod } from '../../../../src/engine/balancing/createMethod';
import type { LossMethod } from '../../../../src/engine/balancing/lossMethod';
import { addCombined, gramMatrix } from '../../../../src/engine/balancing/math/rows';
import type { BalancingSpec } from '../../../../src/shared/experiment';
import { Random } from '../../../../src/shared/random';

/** Draws that a test chooses, one after the other, instead of random ones. */
export class GivenDraws extends Random {
  private position = 0;

  constructor(
    private readonly draws: readonly number[],
    private readonly order?: readonly number[],
  ) {
    super(0);
  }

  override uniform(): number {
    return this.draws[this.position++] ?? 0;
  }

  override normal(): number {
    return this.uniform();
  }

  override permutation(length: number): Int32Array {
    return this.order ? Int32Array.from(this.order) : super.permutation(length);
  }
}

export const taskNames = (count: number) => Array.from({ length: count }, (_, k) => `task${k}`);

export function lossMethod(spec: BalancingSpec, count: number): LossMethod {
  const method = createMethod(spec, taskNames(count));
  if (method.kind !== 'losses') throw new Error(`${spec.method} is not a method of losses`);
  return method;
}

export function gradientMethod(spec: BalancingSpec, count: number): GradientMethod {
  const method = createMethod(spec, taskNames(count));
  if (method.kind !== 'gradients') throw new Error(`${spec.method} is not a method of gradients`);
  return method;
}

/** Rows in float32 as a backend gives them, and their inner products summed in float64. */
export function observe(gradients: Matrix, losses?: readonly number[]): Observation {
  const rows = gradients.map((row) => Float32Array.from(row));
  return {
    rows,
    losses: losses ?? gradients.map(() => 1),
    gram: gramMatrix(rows),
  };
}

/** The same with the inner products of the gradients before they were rounded to float32. */
export function observeExactly(gradients: Matrix, losses: readonly number[]): Observation {
  return { ...observe(gradients, losses), gram: exactGram(gradients) };
}

export function exactGram(gradients: Matrix): Matrix {
  return gradients.map((a) => gradients.map((b) => dot(a, b)));
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, index) => total + value * b[index]!, 0);
}

/** One step with one batch, shown as often as the method asks for batches. */
export function combine(
  method: GradientMethod,
  observation: Observation,
  input: Partial<Omit<CombineInput, 'batches'>> = {},
): Combination {
  const batches = [observation, ...new Array<Observation>(method.batches - 1).fill(observation)];
  return method.combine({
    step: 1,
    epoch: 0,
    trained: method.trained,
    random: new Random(7),
    ...input,
    batches: batches as [Observation, ...Observation[]],
  });
}

/** The update direction, [P]. */
export function direction(combination: Combination, observation: Observation): number[] {
  const direction = new Float64Array(observation.rows[0]!.length);
  addCombined(direction, combination.rows ?? observation.rows, combination);
  return [...direction];
}

/** Σ_k weights_k gradients_k in float64, [P]. */
export function weighted(weights: readonly number[], gradients: Matrix): number[] {
  return gradients[0]!.map((_, p) =>
    gradients.reduce((total, row, task) => total + weights[task]! * row[p]!, 0),
  );
}

/** ‖actual - expected‖ / ‖expected‖. */
export function relativeError(actual: readonly number[], expected: readonly number[]): number {
  const differences = expected.map((value, index) => actual[index]! - value);
  return Math.hypot(...differences) / Math.hypot(...expected);
}
