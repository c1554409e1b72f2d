import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { meanLoss, rowLosses } from '../../../../src/engine/training/losses';
import type { TaskSpec } from '../../../../src/shared/experiment';
import { binary, encodedTask } from '../support';

const regressionBy = (loss: 'mse' | 'mae' | 'huber'): TaskSpec => ({
  type: 'regression',
  target: 'y',
  loss,
  scale: 'none',
  metrics: [],
});

function losses(spec: TaskSpec, outputs: number[][], targets: number[]): number[] {
  const task = encodedTask('task', spec, outputs[0]?.length ?? 1);
  return [...rowLosses(task, tf.tensor2d(outputs), tf.tensor1d(targets)).dataSync()];
}

const close = (actual: number[], expected: number[]) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 5));
};

describe('rowLosses', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('are squared, absolute and Huber errors', () => {
    const outputs = [[1], [3], [-2]];
    close(losses(regressionBy('mse'), outputs, [0.5, 0, 0]), [0.25, 9, 4]);
    close(losses(regressionBy('mae'), outputs, [0.5, 0, 0]), [0.5, 3, 2]);
    close(losses(regressionBy('huber'), outputs, [0.5, 0, 0]), [0.125, 2.5, 1.5]);
  });

  it('are sigmoid cross-entropies of logits, far from 0 too', () => {
    const logits = [2, -1, 60, -60, 60];
    const labels = [1, 1, 1, 0, 0];
    const expected = logits.map((logit, row) => Math.log1p(Math.exp(labels[row] ? -logit : logit)));
    close(
      losses(
        binary,
        logits.map((logit) => [logit]),
        labels,
      ),
      expected,
    );
  });

  it('are softmax cross-entropies of logits, far from 0 too', () => {
    const logits = [
      [1, 2, 3],
      [1000, 0, 0],
      [0, 1000, 0],
    ];
    const normaliser = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
    const spec: TaskSpec = { type: 'multiclass', target: 'y', metrics: [] };
    close(losses(spec, logits, [0, 0, 2]), [normaliser - 1, 0, 1000]);
  });

  it('average over labelled rows only', () => {
    const rows = tf.tensor1d([1, 2, 6]);
    expect(meanLoss(rows, undefined).dataSync()[0]).toBe(3);
    expect(meanLoss(rows, tf.tensor1d([1, 0, 1])).dataSync()[0]).toBe(3.5);
    expect(meanLoss(rows, tf.tensor1d([0, 0, 0])).dataSync()[0]).toBe(0);
  });
});
