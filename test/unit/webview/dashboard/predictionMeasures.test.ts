import { expect, test } from 'vitest';
import type { TaskPredictions } from '../../../../src/shared/predictions';
import {
  confusionMatrix,
  rocCurve,
  worstRows,
} from '../../../../webview/dashboard/predictionMeasures';

const binary: TaskPredictions = {
  name: 'income',
  width: 1,
  values: Float32Array.of(0.9, 0.75, 0.75, 0.25, 0.5),
  targets: Float32Array.of(1, 1, 0, 0, Number.NaN),
  classes: ['no', 'yes'],
};

const kinds: TaskPredictions = {
  name: 'kind',
  width: 3,
  values: Float32Array.of(0.5, 0.25, 0.25, 0, 0.25, 0.75, 0.125, 0.75, 0.125),
  targets: Float32Array.of(0, 1, 1),
  classes: ['a', 'b', 'c'],
};

test('confusion counts labelled rows by true and predicted class', () => {
  expect(confusionMatrix(binary)).toEqual([
    [1, 1],
    [0, 2],
  ]);
  expect(confusionMatrix(kinds)).toEqual([
    [1, 0, 0],
    [0, 1, 1],
    [0, 0, 0],
  ]);
});

test('rows that score alike are one point of the ROC curve', () => {
  expect(rocCurve(binary)).toEqual([
    [0, 0],
    [0, 0.5],
    [0.5, 1],
    [1, 1],
  ]);
  expect(rocCurve({ ...binary, targets: Float32Array.of(1, 1, 1, 1, 1) })).toEqual([]);
});

test('the worst rows are those furthest from the truth, rows without a label apart', () => {
  expect(worstRows(binary, 2).map(({ row, error }) => [row, error])).toEqual([
    [2, 0.75],
    [1, 0.25],
  ]);
  expect(worstRows(kinds, 1)).toEqual([{ row: 1, error: 0.75 }]);
});
