import { expect, test } from 'vitest';
import { overrideText } from '../../../src/session/overrides';
import {
  parseSeeds,
  parseVariations,
  trialOverrides,
  trialsOf,
} from '../../../src/session/sweepGrid';

test.each([
  ['training.batchSize=16,64', 'training.batchSize', [16, 64]],
  ['balancing.method=equal,fixed', 'balancing.method', ['equal', 'fixed']],
  ['training.shuffle=true,false', 'training.shuffle', [true, false]],
  [
    'balancing={"method":"a","b":[1,2]},{"method":"c"}',
    'balancing',
    [{ method: 'a', b: [1, 2] }, { method: 'c' }],
  ],
  ['name="a,b","c{",d', 'name', ['a,b', 'c{', 'd']],
  ['model.shared=[],[{"dense":8}]', 'model.shared', [[], [{ dense: 8 }]]],
])('%s are values to try', (text, path, values) => {
  expect(parseVariations([text])).toEqual({ [path]: values });
});

test.each([
  [['training.epochs'], 'no values'],
  [['training.epochs='], 'no values'],
  [['training.epochs=1,2,1'], 'twice'],
  [['name=a', 'name=b'], 'twice'],
  [['training.seed=1,2'], '--seeds'],
])('%j is refused', (texts, message) => {
  expect(() => parseVariations(texts)).toThrow(message);
});

test('seeds are a number from the first on, or a list', () => {
  expect(parseSeeds('3', 42)).toEqual([42, 43, 44]);
  expect(parseSeeds('1,5,9', 42)).toEqual([1, 5, 9]);
  for (const bad of ['0', '', '7,', '1,1', 'a', '-1', '1.5']) {
    expect(() => parseSeeds(bad, 42)).toThrow('--seeds');
  }
});

test('a grid has every combination with every seed, and each says what it changes', () => {
  const vary = parseVariations(['a=1,2', 'b=x,y']);
  const trials = trialsOf({ vary, seeds: [7, 8] });
  expect(trials.map(({ settings, seed }) => [settings['a'], settings['b'], seed])).toEqual([
    [1, 'x', 7],
    [1, 'y', 7],
    [2, 'x', 7],
    [2, 'y', 7],
    [1, 'x', 8],
    [1, 'y', 8],
    [2, 'x', 8],
    [2, 'y', 8],
  ]);
  expect(trialOverrides(['c=5'], trials[3]!).map(overrideText)).toEqual([
    ...['c=5', 'a=2', 'b=y', 'training.seed=7'],
  ]);
});
