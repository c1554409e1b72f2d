import { describe, expect, it } from 'vitest';
import { LearningRate } from '../../../../src/engine/training/learningRate';
import { Monitor } from '../../../../src/engine/training/monitor';

describe('LearningRate', () => {
  it('follows half a cosine from the learning rate to the minimum', () => {
    const rate = new LearningRate({ type: 'cosine', minimum: 0.1 }, 1.1, 4);
    const expected = [1.1, 0.1 + (1 + Math.SQRT1_2) / 2, 0.6, 0.1 + (1 - Math.SQRT1_2) / 2];
    expected.forEach((value, epoch) => expect(rate.at(epoch)).toBeCloseTo(value, 12));
  });

  it('steps down every few epochs', () => {
    const rate = new LearningRate({ type: 'step', every: 2, factor: 0.5 }, 0.8, 6);
    expect([0, 1, 2, 3, 4].map((epoch) => rate.at(epoch))).toEqual([0.8, 0.8, 0.4, 0.4, 0.2]);
  });

  it('is reduced when the monitored value stays on a plateau, not below the minimum', () => {
    const schedule = { type: 'plateau', factor: 0.1, patience: 1, minimum: 0.005 } as const;
    const rate = new LearningRate(schedule, 0.1, 20);
    const seen = [true, false, false, false, false, true].map((improved, epoch) => {
      rate.epochEnded(improved);
      return rate.at(epoch + 1);
    });
    expect(seen.map((value) => Number(value.toFixed(6)))).toEqual([
      0.1, 0.1, 0.01, 0.01, 0.005, 0.005,
    ]);
  });
});

describe('Monitor', () => {
  const loss = (value: number) => ({ a: { loss: value, auc: 1 - value }, b: { loss: 1, auc: 0 } });

  it('takes the weighted sum of the losses by default and stops after the patience', () => {
    const monitor = new Monitor('loss', { a: 1, b: 2 }, { patience: 2, minDelta: 0 });
    expect(monitor.value(loss(0.5))).toBe(2.5);
    const improved = [0.5, 0.4, 0.45, 0.41].map((value, epoch) =>
      monitor.epochEnded(epoch, loss(value)),
    );
    expect(improved).toEqual([true, true, false, false]);
    expect([1, 2, 3].map((epoch) => monitor.shouldStop(epoch))).toEqual([false, false, true]);
    expect(monitor.bestEpoch).toBe(1);
  });

  it('knows in which direction a metric improves', () => {
    const monitor = new Monitor('a.auc', { a: 1, b: 1 }, undefined);
    expect(monitor.epochEnded(0, loss(0.5))).toBe(true);
    expect(monitor.epochEnded(1, loss(0.6))).toBe(false);
    expect(monitor.epochEnded(2, loss(0.3))).toBe(true);
  });

  it('asks for at least minDelta', () => {
    const monitor = new Monitor('loss', { a: 1, b: 0 }, { patience: 9, minDelta: 0.1 });
    expect(monitor.epochEnded(0, loss(0.5))).toBe(true);
    expect(monitor.epochEnded(1, loss(0.45))).toBe(false);
    expect(monitor.epochEnded(2, loss(0.39))).toBe(true);
  });

  it('ignores a task without labels, and a value that is not a number', () => {
    const monitor = new Monitor('loss', { a: 1, b: 1 }, undefined);
    expect(monitor.value({ a: { loss: 2 }, b: { loss: NaN } })).toBe(2);
    expect(monitor.epochEnded(0, { a: { loss: NaN }, b: { loss: NaN } })).toBe(false);
  });
});
