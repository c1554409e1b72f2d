import { expect, test } from 'vitest';
import { differences } from '../../../src/session/differences';

test('differences are named by their key paths', () => {
  const before = {
    training: { epochs: 20, seed: 1 },
    model: { shared: [{ dense: 64 }] },
    name: 'a',
  };
  const after = {
    training: { epochs: 5, seed: 1 },
    model: { shared: [{ dense: 8 }, {}] },
    name: 'a',
  };
  expect(differences(before, after)).toEqual([
    'training.epochs',
    'model.shared.0.dense',
    'model.shared.1',
  ]);
});

test('a key that is new or gone is a difference', () => {
  expect(differences({ a: 1 }, { b: 1 })).toEqual(['a', 'b']);
  expect(differences({ a: null }, { a: {} })).toEqual(['a']);
});

test('equal values have none, whatever the order of their keys', () => {
  expect(differences({ a: 1, b: [1, { c: NaN }] }, { b: [1, { c: NaN }], a: 1 })).toEqual([]);
});
