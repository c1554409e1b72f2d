import { describe, expect, it } from 'vitest';
import type { EncodedTask } from '../../../../src/shared/encoding';
import type { TaskSpec } from '../../../../src/shared/experiment';
import { areaUnderCurve, computeMetrics } from '../../../../src/engine/training/metrics';
import { Random } from '../../../../src/shared/random';

function task(spec: TaskSpec, outputs = 1, scale = 1): EncodedTask {
  return { name: 'task', spec, outputs, scale, shift: 0 };
}

const metrics = (spec: TaskSpec, outputs: number[], targets: number[], width = 1, scale = 1) =>
  computeMetrics(task(spec, width, scale), {
    outputs: Float32Array.from(outputs),
    targets: Float32Array.from(targets),
  });

describe('areaUnderCurve', () => {
  it('is the share of positive-negative pairs in the right order, ties counting half', () => {
    const random = new Random(5);
    for (let repeat = 0; repeat < 20; repeat++) {
      const scores = Float32Array.from({ length: 60 }, () => random.integer(15));
      const targets = Float32Array.from({ length: 60 }, () => random.integer(2));
      let won = 0;
      let pairs = 0;
      scores.forEach((positive, i) => {
        scores.forEach((negative, j) => {
          if (targets[i] !== 1 || targets[j] !== 0) return;
          pairs++;
          won += positive > negative ? 1 : positive === negative ? 0.5 : 0;
        });
      });
      expect(areaUnderCurve(scores, targets)).toBeCloseTo(won / pairs, 12);
    }
  });

  it('is not defined for a single class', () => {
    expect(areaUnderCurve(Float32Array.of(1, 2), Float32Array.of(1, 1))).toBeNaN();
  });
});

describe('computeMetrics', () => {
  it('reports regression in the units of the target', () => {
    const spec: TaskSpec = {
      type: 'regression',
      target: 'mass',
      loss: 'mse',
      scale: 'standard',
      metrics: ['rmse', 'mae', 'mse', 'r2'],
    };
    // Own units with scale 10: errors 10, -20, 0; targets 0, 10, 20 with variance 200 / 3.
    const values = metrics(spec, [1, -1, 2], [0, 1, 2], 1, 10);
    expect(values['mse']).toBeCloseTo(500 / 3, 8);
    expect(values['rmse']).toBeCloseTo(Math.sqrt(500 / 3), 8);
    expect(values['mae']).toBeCloseTo(10, 8);
    expect(values['r2']).toBeCloseTo(1 - 500 / 200, 8);
  });

  it('counts a binary logit above 0 as positive', () => {
    const spec: TaskSpec = {
      type: 'binary',
      target: 'y',
      metrics: ['accuracy', 'precision', 'recall', 'f1'],
    };
    // Two true positives, one false positive, one false negative, one true negative.
    const values = metrics(spec, [3, 1, 2, -1, -2], [1, 1, 0, 1, 0]);
    expect(values).toEqual({
      accuracy: 3 / 5,
      precision: 2 / 3,
      recall: 2 / 3,
      f1: 2 / 3,
    });
  });

  it('takes the largest logit of a multiclass row and averages F1 over classes', () => {
    const spec: TaskSpec = { type: 'multiclass', target: 'y', metrics: ['accuracy', 'f1'] };
    const logits = [5, 1, 0, 0, 2, 1, 3, 9, 0, 0, 0, 4];
    // Predicted 0, 1, 1, 2 against 0, 1, 0, 2: F1 2/3, 2/3, 1.
    const values = metrics(spec, logits, [0, 1, 0, 2], 3);
    expect(values['accuracy']).toBe(3 / 4);
    expect(values['f1']).toBeCloseTo((2 / 3 + 2 / 3 + 1) / 3, 12);
  });

  it('is NaN without a labelled row', () => {
    const spec: TaskSpec = { type: 'binary', target: 'y', metrics: ['auc', 'accuracy'] };
    expect(metrics(spec, [], [])).toEqual({ auc: NaN, accuracy: NaN });
  });
});
