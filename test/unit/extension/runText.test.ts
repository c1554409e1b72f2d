import { expect, test } from 'vitest';
import { formatStart } from '../../../src/extension/runText';

test('the start has a date only when that is another day', () => {
  const now = new Date(2026, 4, 17, 18, 0);
  const today = formatStart({ start: new Date(2026, 4, 17, 9, 5).toISOString() }, now);
  const before = formatStart({ start: new Date(2026, 4, 16, 9, 5).toISOString() }, now);
  expect(before).toContain('16');
  expect(before.endsWith(today)).toBe(true);
  expect(today).not.toContain('17');
});
