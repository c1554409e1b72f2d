import { expect, test } from 'vitest';
import { applyOverrides, parseOverride } from '../../../src/session/overrides';

test.each([
  ['training.epochs=5', ['training', 'epochs'], 5],
  ['name=adult', ['name'], 'adult'],
  ['data.missing=["","?"]', ['data', 'missing'], ['', '?']],
  ['training.shuffle=false', ['training', 'shuffle'], false],
  ['name=a=b', ['name'], 'a=b'],
  ['name=', ['name'], ''],
])('%s is read', (text, path, value) => {
  expect(parseOverride(text)).toEqual({ path, value });
});

test.each(['training.epochs', '=5'])('%s is refused', (text) => {
  expect(() => parseOverride(text)).toThrow('--set');
});

test('overrides replace values and add what is not there, in a file with comments', () => {
  const text = `{
    // a comment
    "model": { "shared": [{ "dense": 64 }, { "dropout": 0.1 }] },
    "training": { "epochs": 20, "seed": 1 },
  }`;
  const overrides = [
    'training.epochs=5',
    'training.earlyStopping.patience=2',
    'model.shared.0.dense=8',
  ];
  expect(JSON.parse(applyOverrides(text, overrides.map(parseOverride)))).toEqual({
    model: { shared: [{ dense: 8 }, { dropout: 0.1 }] },
    training: { epochs: 5, seed: 1, earlyStopping: { patience: 2 } },
  });
});

test.each(['training.epochs.x=1', 'model.shared.7.dense=1', 'model.shared.length=0'])(
  '%s leads nowhere and is refused',
  (override) => {
    const text = '{ "training": { "epochs": 20 }, "model": { "shared": [] } }';
    expect(() => applyOverrides(text, [parseOverride(override)])).toThrow('is not a place');
  },
);
