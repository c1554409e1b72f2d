import { describe, expect, test } from 'vitest';
import type { Random } from '../../../../src/shared/random';
import type { GradientMethodSpec } from '../../../../src/shared/balancingSpec';
import reference from '../../../fixtures/balancing/aggregators.json';
import {
  combine,
  direction,
  GivenDraws,
  gradientMethod,
  observe,
  observeExactly,
  relativeError,
  weighted,
} from './support';

interface Setting {
  readonly spec: GradientMethodSpec;
  /** The reference's vector times this is the method's, by its convention; by the task count. */
  readonly factor?: (count: number) => number;
  readonly random?: (count: number) => Random;
}

const gradients = 'parameters';
const projection = { normEps: 1e-4, regEps: 1e-4 };
const settings: Readonly<Record<string, Setting>> = {
  mgda: { spec: { method: 'mgda', normalise: 'none', gradients } },
  mgda_l2: { spec: { method: 'mgda', normalise: 'l2', gradients } },
  mgda_loss: { spec: { method: 'mgda', normalise: 'loss', gradients } },
  'mgda_loss+': { spec: { method: 'mgda', normalise: 'loss+', gradients } },
  upgrad: { spec: { method: 'upgrad', ...projection } },
  upgrad_unregularised: { spec: { method: 'upgrad', normEps: 0, regEps: 0 } },
  dualproj: { spec: { method: 'dualproj', ...projection } },
  pcgrad: { spec: { method: 'pcgrad', order: 'random' } },
  pcgrad_asc: { spec: { method: 'pcgrad', order: 'fixed' } },
  pcgrad_desc: {
    spec: { method: 'pcgrad', order: 'random' },
    random: (count) =>
      new GivenDraws(
        [],
        Array.from({ length: count }, (_, k) => count - 1 - k),
      ),
  },
  'cagrad_c0.4': { spec: { method: 'cagrad', c: 0.4, divisor: '1' } },
  'cagrad_c0.5': { spec: { method: 'cagrad', c: 0.5, divisor: '1' } },
  imtl_g: { spec: { method: 'imtl-g', gradients } },
  // The reference prefers each task with 1 / K, the authors' code with 1.
  aligned_mtl: {
    spec: { method: 'aligned-mtl', scale: 'min', gradients },
    factor: (count) => count,
  },
  aligned_mtl_rmse: {
    spec: { method: 'aligned-mtl', scale: 'rmse', gradients },
    factor: (count) => count,
  },
  nash_mtl: { spec: { method: 'nash-mtl', maxNorm: 1, updateEvery: 1 } },
  nash_mtl_unclipped: { spec: { method: 'nash-mtl', maxNorm: 0, updateEvery: 1 } },
  fairgrad_a1: { spec: { method: 'fairgrad', alpha: 1 } },
  fairgrad_a2: { spec: { method: 'fairgrad', alpha: 2 } },
  config: { spec: { method: 'config' } },
  db_mtl_beta0: { spec: { method: 'db-mtl', beta: 0, betaDecay: 0 } },
  graddrop: { spec: { method: 'graddrop', leak: 0, gradients } },
  graddrop_leak: { spec: { method: 'graddrop', leak: 0.3, gradients } },
};

describe.each(reference.cases)('$id', (given) => {
  test.each(Object.entries(given.aggregators))('%s', (name, expected) => {
    const { spec, factor, random } = settings[name]!;
    const count = given.gradients.length;
    const vector = expected.vector.map((value) => value * (factor?.(count) ?? 1));
    const draws = 'uniform' in expected ? expected.uniform : undefined;
    const input = () => ({
      ...(random && { random: random(count) }),
      ...(draws && { random: new GivenDraws(draws) }),
    });
    const method = () => gradientMethod({ ...spec, rescale: false }, count);

    const rounded = observe(given.gradients, given.losses);
    const combination = combine(method(), rounded, input());
    const error = relativeError(direction(combination, rounded), vector);
    expect(error).toBeLessThan(reference.tolerance.float32);
    if (combination.rows || combination.factors) return;

    const exact = observeExactly(given.gradients, given.losses);
    const { weights } = combine(method(), exact, input());
    const exactError = relativeError(weighted(weights, given.gradients), vector);
    expect(exactError).toBeLessThan(reference.tolerance.float64);
  });
});
