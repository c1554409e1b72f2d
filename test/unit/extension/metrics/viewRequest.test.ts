import { expect, test } from 'vitest';
import { isViewRequest } from '../../../../src/extension/metrics/viewRequest';
import { envelope } from '../../../../src/shared/messages';

test.each([
  'ready',
  'stop',
  'train',
  'newExperiment',
  'showLog',
  'openExperiment',
  'chooseBackend',
])('the view may ask for %s', (type) => expect(isViewRequest(envelope({ type }))).toBe(true));

test('the view may ask for the place of an error by its number', () =>
  expect(isViewRequest(envelope({ type: 'openError', error: 1 }))).toBe(true));

test('the view may have its state kept, whatever that is', () => {
  expect(isViewRequest(envelope({ type: 'keep', state: { log: true } }))).toBe(true);
  expect(isViewRequest(envelope({ type: 'keep' }))).toBe(false);
});

test.each([
  undefined,
  null,
  'stop',
  7,
  [],
  {},
  { type: 'stop' },
  { mtl: 2, type: 'stop' },
  { mtl: '1', type: 'stop' },
  { mtl: 1 },
  { mtl: 1, type: ['stop'] },
  { mtl: 1, type: 'deleteRun' },
  { mtl: 1, type: 'openError' },
  { mtl: 1, type: 'openError', error: '/etc/passwd' },
  { mtl: 1, type: 'openError', error: 0.5 },
  { mtl: 1, type: 'constructor' },
  { mtl: 1, type: '__proto__' },
])('%j is not a request', (message) => expect(isViewRequest(message)).toBe(false));
