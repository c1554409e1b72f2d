import type * as tf from '@tensorflow/tfjs-core';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../../src/shared/random';
import reference from '../../../fixtures/balancing/scalarizers.json';
import { evaluate, learn } from './lossObjective';
import { lossSpecs, nadir, plainStch } from './lossSpecs';
import { GivenDraws, lossMethod, relativeError, taskNames } from './support';

/** Of float32 arithmetic. */
const tolerance = 3e-6;

beforeAll(async () => {
  await setBackend('cpu');
});

describe.each(reference)('$losses.length tasks', ({ losses, sequence, methods }) => {
  const count = losses.length;

  test.each([
    ['equal', { method: 'equal' }],
    ['gls', { method: 'gls' }],
    ['stch_mu1.0', plainStch(1)],
    ['stch_mu0.1', plainStch(0.1)],
  ] as const)('%s', (name, spec) => {
    const expected = methods[name];
    const { value, weights } = evaluate(lossMethod(spec, count), losses);
    expect(value).toBeCloseTo(expected.value, 5);
    expect(relativeError(weights, expected.dValue_dLosses)).toBeLessThan(tolerance);
  });

  test('stch with preferences, of losses above a reference point', () => {
    const expected = methods['stch_mu0.5_weights'];
    const above = losses.map((loss, task) => loss - expected.reference[task]!);
    const { value, weights } = evaluate(lossMethod(plainStch(0.5, expected.weights), count), above);
    expect(value).toBeCloseTo(expected.value, 5);
    expect(relativeError(weights, expected.dValue_dLosses)).toBeLessThan(tolerance);
  });

  test.each([
    ['uw', { method: 'uncertainty', initialLogVariance: 0 }],
    ['imtl_l', { method: 'imtl-l' }],
  ] as const)('%s, with what the optimiser trains', (name, spec) => {
    const expected = methods[name];
    const trained = expected.param;
    const step = evaluate(lossMethod(spec, count), losses, { trained });
    expect(step.value).toBeCloseTo(expected.value, 5);
    expect(relativeError(step.weights, expected.dValue_dLosses)).toBeLessThan(tolerance);
    expect(relativeError(step.trainedGradient, expected.dValue_dParam)).toBeLessThan(tolerance);
  });

  test('log weighs by the inverse loss', () => {
    const { value, weights } = evaluate(lossMethod({ method: 'log' }, count), losses);
    expect(value).toBeCloseTo(
      losses.reduce((total, loss) => total + Math.log(loss), 0),
      5,
    );
    const inverse = losses.map((loss) => 1 / loss);
    expect(relativeError(weights, inverse)).toBeLessThan(tolerance);
  });

  test('fixed weighs as it was told', () => {
    const weights = Object.fromEntries(taskNames(count).map((name, k) => [name, k + 0.5]));
    const step = evaluate(lossMethod({ method: 'fixed', weights }, count), losses);
    expect(step.weights).toEqual(losses.map((_, k) => k + 0.5));
  });

  test('dwa weighs by the pace of the last two epochs', () => {
    const method = lossMethod({ method: 'dwa', temperature: 2 }, count);
    methods.dwa.weightsPerEpoch.forEach((expected, epoch) => {
      const { weights } = evaluate(method, losses, { epoch });
      expect(relativeError(weights, expected)).toBeLessThan(tolerance);
      method.epochEnded(epoch, sequence[epoch]!);
    });
  });

  test('rlw weighs by the softmax of normal draws', () => {
    const random = new GivenDraws(methods.rlw.normals);
    const { weights } = evaluate(lossMethod({ method: 'rlw' }, count), losses, { random });
    expect(relativeError(weights, methods.rlw.weights)).toBeLessThan(tolerance);
  });

  test('famo learns after each step how far the losses fell', () => {
    const method = lossMethod({ method: 'famo', learningRate: 0.025, weightDecay: 1e-3 }, count);
    let state: readonly tf.Tensor1D[] | undefined;
    methods.famo.steps.forEach((expected, index) => {
      const before = sequence[index]!;
      const given = { step: index + 1, ...(state && { state }) };
      const { value, weights } = evaluate(method, before, given);
      expect(value).toBeCloseTo(expected.value, 5);
      expect(relativeError(weights, expected.dValue_dLosses)).toBeLessThan(tolerance);
      state = learn(method, before, sequence[index + 1]!, given);
      const logits = [...state[0]!.dataSync()];
      expect(relativeError(logits, expected.logitsAfterUpdate)).toBeLessThan(1e-4);
    });
  });

  test('stch warms up with log losses, then weighs by the nadir', () => {
    const method = lossMethod(nadir, count);
    methods.stch_nadir.dTotal_dLosses.forEach((expected, epoch) => {
      const { weights } = evaluate(method, sequence[epoch]!, { epoch });
      expect(relativeError(weights, expected)).toBeLessThan(tolerance);
      method.epochEnded(epoch, sequence[epoch]!);
    });
    expect(method.save()).toEqual(methods.stch_nadir.nadir);
  });
});

describe.each(lossSpecs)('$method', (spec) => {
  test('goes on exactly where it was saved', () => {
    const epochs = [
      [1, 2, 3],
      [0.5, 1.5, 2.9],
      [0.4, 1, 2.8],
      [0.3, 0.7, 2],
    ];
    const [kept, resumed] = [lossMethod(spec, 3), lossMethod(spec, 3)];
    epochs.slice(0, 3).forEach((losses, epoch) => kept.epochEnded(epoch, losses));
    resumed.restore(JSON.parse(JSON.stringify(kept.save())) as number[]);
    for (const epoch of [3, 4]) {
      const step = (method: typeof kept) =>
        evaluate(method, [0.2, 0.6, 1.9], { step: 10, epoch, random: new Random(epoch) });
      expect(step(resumed)).toEqual(step(kept));
      for (const method of [kept, resumed]) method.epochEnded(epoch, epochs[3]!);
    }
  });

  test('leaves a task without a loss in the batch out of the step', () => {
    const all = evaluate(lossMethod(spec, 3), [0.4, 0, 0.9]);
    expect([all.value, ...all.weights, ...all.trainedGradient].every(Number.isFinite)).toBe(true);
    if (all.trainedGradient.length > 0) expect(all.trainedGradient[1]).toBe(0);
    const none = evaluate(lossMethod(spec, 3), [0, 0, 0]);
    expect([none.value, ...none.weights, ...none.trainedGradient].every(Number.isFinite)).toBe(
      true,
    );
  });

  test('weighs a single task', () => {
    const single = spec.method === 'fixed' ? { ...spec, weights: { task0: 2 } } : spec;
    const { value, weights } = evaluate(lossMethod(single, 1), [0.7]);
    expect(Number.isFinite(value)).toBe(true);
    expect(weights[0]).toBeGreaterThan(0);
  });
});

test.each([
  [{ method: 'gls' }],
  [{ method: 'famo', learningRate: 0.025, weightDecay: 1e-3 }],
] as const)('$method gives the other tasks the weights they have alone', (spec) => {
  const { weights } = evaluate(lossMethod(spec, 3), [0.4, 0, 0.9]);
  const alone = evaluate(lossMethod(spec, 2), [0.4, 0.9]).weights;
  expect(relativeError([weights[0]!, weights[2]!], alone)).toBeLessThan(tolerance);
  expect(weights[1]).toBe(0);
});

test('famo keeps the logits of a task without a loss where they are', () => {
  const method = lossMethod({ method: 'famo', learningRate: 0.025, weightDecay: 0 }, 3);
  const [logits] = learn(method, [0.4, 0, 0.9], [0.3, 0, 0.8], {});
  expect([...logits!.dataSync()][1]).toBe(0);
});

test('gls and log survive many tasks with small losses', () => {
  const losses = new Array<number>(64).fill(1e-3);
  const gls = evaluate(lossMethod({ method: 'gls' }, 64), losses);
  expect(gls.value).toBeCloseTo(1e-3, 6);
  expect(gls.weights[0]).toBeCloseTo(1 / 64, 5);
});
