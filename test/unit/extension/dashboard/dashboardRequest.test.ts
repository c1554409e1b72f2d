import { expect, it } from 'vitest';
import { isDashboardRequest } from '../../../../src/extension/dashboard/dashboardRequest';
import { envelope } from '../../../../src/shared/messages';

it.each([
  { type: 'ready' },
  { type: 'series', runs: ['/runs/a'] },
  { type: 'predictions', run: '/runs/a' },
  { type: 'save', name: 'runs.csv', content: 'a,b' },
  { type: 'save', name: 'chart.png', content: Uint8Array.of(1) },
])('takes $type', (message) => {
  expect(isDashboardRequest(envelope(message))).toBe(true);
});

it.each([
  undefined,
  { type: 'ready' },
  envelope({ type: 'train' }),
  envelope({ type: 'toString' }),
  envelope({ type: 'series', runs: '/runs/a' }),
  envelope({ type: 'series', runs: [7] }),
  envelope({ type: 'predictions', run: 1 }),
  envelope({ type: 'save', name: 'runs.csv' }),
  envelope({ type: 'save', name: 3, content: 'a' }),
  envelope({ type: 'save', name: 'a', content: { length: 1 } }),
])('refuses %j', (message) => {
  expect(isDashboardRequest(message)).toBe(false);
});
