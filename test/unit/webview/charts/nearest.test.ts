import { expect, it } from 'vitest';
import { nearestIndex } from '../../../../webview/charts/nearest';

it('finds the nearest value', () => {
  const steps = Float64Array.of(1, 2, 8, 20);
  const targets = [-5, 1.4, 1.6, 4.9, 5.1, 19, Infinity];
  expect(targets.map((target) => nearestIndex(steps, target))).toEqual([0, 0, 1, 1, 2, 3, 3]);
  expect(nearestIndex(new Float64Array(), 3)).toBeUndefined();
});
