import { describe, expect, it } from 'vitest';
import { decodeEvent, encodeEvent, type StepEvent } from '../../../src/shared/events';

describe('events as lines', () => {
  const event: StepEvent = {
    type: 'step',
    step: 3,
    epoch: 0,
    loss: { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: -Infinity, d: 0.1 },
    weight: { a: 1, b: 1, c: 1, d: 1 },
  };

  it('write numbers that are not finite as strings, in valid JSON', () => {
    expect(JSON.parse(encodeEvent(event))).toMatchObject({
      loss: { a: 'NaN', b: 'Infinity', c: '-Infinity', d: 0.1 },
    });
    expect(encodeEvent(event)).not.toContain('\n');
  });

  it('come back as they were', () => {
    expect(decodeEvent(encodeEvent(event))).toEqual(event);
  });
});
