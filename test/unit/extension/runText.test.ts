import { expect, test } from 'vitest';
import { configureL10n } from '../../../src/shared/l10n';
import { formatStart } from '../../../src/extension/runText';

test('the start has a date only when that is another day', () => {
  const now = new Date(2026, 4, 17, 18, 0);
  const today = formatStart({ start: new Date(2026, 4, 17, 9, 5).toISOString() }, now);
  const before = formatStart({ start: new Date(2026, 4, 16, 9, 5).toISOString() }, now);
  expect(before).toContain('16');
  expect(before.endsWith(today)).toBe(true);
  expect(today).not.toContain('17');
});

test('in Chinese, the date is written as in Chinese', () => {
  configureL10n('zh-cn', {});
  try {
    const start = new Date(2026, 4, 16, 21, 5).toISOString();
    expect(formatStart({ start }, new Date(2026, 4, 17))).toBe('5月16日, 21:05');
  } finally {
    configureL10n('en', {});
  }
});
