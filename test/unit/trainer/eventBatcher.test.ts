import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StepEvent } from '../../../src/shared/events';
import { EventBatcher } from '../../../src/trainer/eventBatcher';

function step(number: number): StepEvent {
  return { type: 'step', step: number, epoch: 0, loss: { a: 1 }, weight: { a: 1 } };
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

test('at most ten messages a second; every event once, in order', () => {
  const messages: number[][] = [];
  const batcher = new EventBatcher((events) =>
    messages.push(events.map((event) => (event.type === 'step' ? event.step : -1))),
  );
  for (let number = 1; number <= 2000; number++) {
    batcher.push([step(number)]);
    vi.advanceTimersByTime(1);
  }
  batcher.flush();
  expect(messages.length).toBeGreaterThan(15);
  expect(messages.length).toBeLessThanOrEqual(21);
  expect(messages.flat()).toEqual(Array.from({ length: 2000 }, (_, index) => index + 1));
});

test('the first events do not wait, and nothing is sent when there is nothing', () => {
  let messages = 0;
  const batcher = new EventBatcher(() => messages++);
  batcher.flush();
  batcher.push([step(1)]);
  vi.advanceTimersByTime(0);
  expect(messages).toBe(1);
  vi.advanceTimersByTime(1000);
  batcher.flush();
  expect(messages).toBe(1);
});
