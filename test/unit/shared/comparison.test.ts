import { expect, test } from 'vitest';
import { deltas, improvements } from '../../../src/shared/comparison';
import type { MetricValues } from '../../../src/shared/events';

const deltasOf = (candidate: readonly MetricValues[], base: readonly MetricValues[]) =>
  deltas(base.map((before, task) => improvements(candidate[task]!, before)));

test('Δp as LibMTL computes it', () => {
  // Two metrics of a task, the second better when lower, and one of another task.
  const base = [{ auc: 96, rmse: 98 }, { r2: 0.2 }];
  const candidate = [{ auc: 93, rmse: 99 }, { r2: 0.5 }];
  expect(deltasOf(candidate, base).deltaP).toBeCloseTo(0.739636479591837, 14);
});

test("Δm of Nash-MTL on NYUv2 by the paper's table", () => {
  // mIoU and pixel accuracy; absolute and relative error; mean and median angle, within 11.25, 22.5
  // and 30 degrees.
  const base = [
    { f1: 0.383, accuracy: 0.6376 },
    { mae: 0.6754, rmse: 0.278 },
    { mae: 25.01, rmse: 19.21, precision: 0.3014, recall: 0.572, accuracy: 0.6915 },
  ];
  const candidate = [
    { f1: 0.4013, accuracy: 0.6593 },
    { mae: 0.5261, rmse: 0.2171 },
    { mae: 25.26, rmse: 20.08, precision: 0.284, recall: 0.5547, accuracy: 0.6815 },
  ];
  const { deltaM, deltaP } = deltasOf(candidate, base);
  expect(deltaM).toBeCloseTo(-4.04679909749902, 12);
  expect(deltaP).toBeCloseTo(0.0764741440051016, 14);
});
