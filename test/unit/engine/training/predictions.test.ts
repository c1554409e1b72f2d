import { expect, onTestFinished, test } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import { readablePredictions } from '../../../../src/engine/training/predictions';
import { areaUnderCurve } from '../../../../src/engine/training/metrics';
import {
  encodedTask,
  experimentWith,
  loadedData,
  record,
  regression,
  syntheticDataset,
  syntheticTasks,
} from '../support';

test('a multiclass task predicts the probability of each class', () => {
  const task = {
    ...encodedTask('kind', { type: 'multiclass', target: 'y', metrics: ['accuracy'] }, 3),
    classes: ['a', 'b', 'c'],
  };
  const logits = Float32Array.of(0, Math.log(2), Math.log(5), 1000, 0, 0);
  const { values, targets, classes } = readablePredictions(task, logits, {
    values: Float32Array.of(2, 0),
    mask: Float32Array.of(1, 0),
  });
  expect([...values].map((value) => value.toFixed(4))).toEqual(
    [1 / 8, 2 / 8, 5 / 8, 1, 0, 0].map((value) => value.toFixed(4)),
  );
  expect([...targets]).toEqual([2, Number.NaN]);
  expect(classes).toEqual(['a', 'b', 'c']);
});

test('a regression task predicts in its own units', () => {
  const task = { ...encodedTask('price', regression), scale: 10, shift: 100 };
  const target = { values: Float32Array.of(0, -1) };
  const { values, targets } = readablePredictions(task, Float32Array.of(1, -1), target);
  expect([...values]).toEqual([110, 90]);
  expect([...targets]).toEqual([100, 90]);
});

test('a run ends with what its best weights predict of the test part, or of the validation part', async () => {
  const backend = await openBackend('cpu', 1, 1e6);
  onTestFinished(() => backend.dispose());
  const experiment = experimentWith({ epochs: 3 });
  const part = {
    ...syntheticDataset(50, 5, 2),
    tableRows: Int32Array.from({ length: 50 }, (_, i) => 2 * i),
  };
  const data = loadedData(syntheticTasks, 5, syntheticDataset(100, 5, 1), { validation: part });
  const [validated] = (await record({ experiment, data, backend })).predictions;
  expect(validated?.part).toBe('validation');

  const tested = await record({ experiment, data: { ...data, test: part }, backend });
  expect(tested.predictions.map((each) => each.part)).toEqual(['test']);
  const [{ rows, tasks }] = tested.predictions as [(typeof tested.predictions)[0]];
  expect([...rows.subarray(0, 3)]).toEqual([1, 3, 5]);
  const [value, sign] = tasks as [(typeof tasks)[0], (typeof tasks)[0]];
  const squares = value.values.map((each, row) => (each - (value.targets[row] ?? 0)) ** 2);
  const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / 50);
  expect(rmse).toBeCloseTo(tested.result.test!.value!.rmse!, 5);
  expect(areaUnderCurve(sign.values, sign.targets)).toBeCloseTo(tested.result.test!.sign!.auc!, 6);
});
