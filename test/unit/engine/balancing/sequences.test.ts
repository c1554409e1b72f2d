import { describe, expect, test } from 'vitest';
import type { GradientMethodSpec } from '../../../../src/shared/balancingSpec';
import reference from '../../../fixtures/balancing/sequences.json';
import {
  combine,
  direction,
  dot,
  GivenDraws,
  gradientMethod,
  observe,
  relativeError,
} from './support';

const tolerance = 3e-6;

const settings: Readonly<Record<string, GradientMethodSpec>> = {
  gradvac: { method: 'gradvac', beta: 0.5, order: 'fixed' },
  'excess-mtl': { method: 'excess-mtl', stepSize: 0.01 },
  moco: { method: 'moco', beta: 0.5, betaDecay: 0.5, gamma: 0.1, gammaDecay: 0.5, rho: 0 },
  modo: { method: 'modo', gamma: 0.001, rho: 0.1 },
  sdmgrad: { method: 'sdmgrad', lambda: 0.3, iterations: 20, learningRate: 5 },
  sdmgrad_lr10: { method: 'sdmgrad', lambda: 0.3, iterations: 20, learningRate: 10 },
  'db-mtl': { method: 'db-mtl', beta: 0.9, betaDecay: 0 },
  gradnorm: { method: 'gradnorm', alpha: 1.5, gradients: 'parameters' },
};

/** The reference trains GradNorm's numbers by gradient descent with this learning rate. */
const learningRate = 0.1;

interface ReferenceStep {
  readonly vector: readonly number[];
  readonly weights?: readonly number[];
  readonly dLgrad_dScale?: readonly number[];
}

describe.each(reference.sequences)('five steps of $gradients.0.length tasks', (given) => {
  test.each(Object.entries(given.methods))('%s', (name, steps: readonly ReferenceStep[]) => {
    const spec = { ...settings[name]!, rescale: false };
    const method = gradientMethod(spec, given.gradients[0]!.length);
    let trained = method.trained;
    steps.forEach((expected, index) => {
      const losses = given.losses[index]!;
      const observation = observe(given.gradients[index]!, losses);
      const combination = combine(method, observation, { step: index + 1, epoch: index, trained });
      expect(relativeError(direction(combination, observation), expected.vector)).toBeLessThan(
        tolerance,
      );
      if (expected.weights) {
        expect(relativeError(combination.weights, expected.weights)).toBeLessThan(tolerance);
      }
      if (expected.dLgrad_dScale) {
        const gradient = combination.trainedGradient ?? trained.map(() => 0);
        expected.dLgrad_dScale.forEach((value, task) =>
          expect(gradient[task]).toBeCloseTo(value, 5),
        );
        trained = trained.map((value, task) => value - learningRate * gradient[task]!);
      }
      method.epochEnded(index, losses);
    });
  });
});

test('GradDrop by the representation keeps entries by the sum of sign(z) times gradient', () => {
  const { representation, gradients, uniform, leak, combined } = reference.graddropRepresentation;
  const method = gradientMethod(
    { method: 'graddrop', leak, gradients: 'representation', rescale: false },
    gradients.length,
  );
  expect(method.signed).toBe(true);
  const signs = representation.map((row) => row.map(Math.sign));
  const column = (rows: readonly (readonly number[])[], d: number) => rows.map((row) => row[d]!);
  const rows = gradients.map((task) =>
    uniform.map((_, d) => dot(column(signs, d), column(task, d))),
  );
  const { weights, factors } = combine(method, observe(rows), {
    random: new GivenDraws(uniform),
  });
  combined.forEach((row, example) =>
    row.forEach((value, d) => {
      const kept = gradients.map((task, k) => weights[k]! * factors![k]![d]! * task[example]![d]!);
      expect(kept.reduce((total, part) => total + part, 0)).toBeCloseTo(value, 6);
    }),
  );
});
