import { deriveSeed } from '../../../shared/random';
import type { NumberArray } from '../../backend/program';
import type { Model } from '../../model/model';
import type { Optimizer } from '../optimizers';
import type { StepCall } from './stepper';

/** An optimiser's coefficients, [steps] each, for updates numbered from `first`. */
export function coefficientInputs(
  optimizer: Optimizer,
  first: number,
  steps: number,
  learningRate: number,
): Float32Array[] {
  const values = Array.from({ length: steps }, (_, index) =>
    optimizer.coefficients(first + index, learningRate),
  );
  return optimizer.coefficientNames.map((_, which) =>
    Float32Array.from(values, (coefficients) => coefficients[which] ?? 0),
  );
}

/** What `trainingSpecs` names, for each step of a call: random keys drawn from seed and step. */
export function trainingInputs(
  { isStochastic }: Model,
  seed: number,
  { step, epoch }: Pick<StepCall, 'step' | 'epoch'>,
  steps: number,
): NumberArray[] {
  if (!isStochastic) return [];
  const keys = Array.from({ length: steps }, (_, index) => [
    deriveSeed(seed, 'dropout', step + index),
    deriveSeed(seed, 'dropout offset', step + index),
  ]);
  return [Int32Array.from(keys.flat()), new Float32Array(steps).fill(epoch)];
}
