import { expect, test } from 'vitest';
import { applyOverrides, overrideText, parseOverride } from '../../../src/session/overrides';

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

test.each([
  ['balancing.method=equal', { method: 'equal' }],
  ['balancing.method=fixed', { method: 'fixed', weights: { income: 2 } }],
  ['balancing={"method":"equal"}', { method: 'equal' }],
])('%s leaves no setting of another method', (override, balancing) => {
  const text = '{ "balancing": { "method": "fixed", "weights": { "income": 2 } } }';
  expect(JSON.parse(applyOverrides(text, [parseOverride(override)]))).toEqual({ balancing });
});

test('another optimizer keeps what it shares with that of the file', () => {
  const text = '{ "training": { "optimizer": { "name": "adam", "learningRate": 1, "beta1": 0 } } }';
  expect(JSON.parse(applyOverrides(text, [parseOverride('training.optimizer.name=sgd')]))).toEqual({
    training: { optimizer: { name: 'sgd', learningRate: 1 } },
  });
});

test('keys that are unknown for another reason stay, to be reported', () => {
  const text = '{ "training": { "epoch": 3 }, "balancing": { "method": "equal" } }';
  const overrides = ['balancing.method=equal', 'balancing.weights.income=2'].map(parseOverride);
  expect(JSON.parse(applyOverrides(text, overrides))).toEqual({
    training: { epoch: 3 },
    balancing: { method: 'equal', weights: { income: 2 } },
  });
});

test.each(['training.epochs=5', 'name=a=b', 'name="5"', 'data.missing=["","?"]'])(
  '%s is written',
  (text) => {
    expect(overrideText(parseOverride(text))).toBe(text);
  },
);
