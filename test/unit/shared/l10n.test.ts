import { afterEach, expect, test } from 'vitest';
import { configureL10n, currentL10n, languageOf, listed, t } from '../../../src/shared/l10n';

afterEach(() => configureL10n('en', {}));

test('a text without a translation is said in English', () => {
  expect(t`${3} of ${'income'}`).toBe('3 of income');
  expect(t`a \`quoted\` line\n`).toBe('a `quoted` line\n');
});

test('a translation may have the values in another order', () => {
  configureL10n('zh-cn', { '{0} of {1}': '{1} 的 {0}', Train: '训练' });
  expect(t`${3} of ${'income'}`).toBe('income 的 3');
  expect(t`Train`).toBe('训练');
  expect(currentL10n().language).toBe('zh-cn');
});

test('a value that looks like a place or a pattern stays as it is', () => {
  configureL10n('zh-cn', { "There is no file '{0}' in {1}.": '{1} 中没有“{0}”。' });
  expect(t`There is no file '${'{1} $& $1'}' in ${'a'}.`).toBe('a 中没有“{1} $& $1”。');
});

test('names in a row are separated as the language does', () => {
  expect(listed(['income', 'married', 3])).toBe('income, married, 3');
  configureL10n('zh-cn', {});
  expect(listed(['income', 'married', 3])).toBe('income、married、3');
});

test.for([
  ['zh-cn', 'zh-cn'],
  ['zh_CN.UTF-8', 'zh-cn'],
  ['zh_CN', 'zh-cn'],
  ['zh-Hans-SG', 'zh-cn'],
  ['zh', 'zh-cn'],
  ['zh-TW', 'en'],
  ['zh_HK.UTF-8', 'en'],
  ['en_GB.UTF-8', 'en'],
  ['C', 'en'],
  [undefined, 'en'],
] as const)('the locale %s asks for %s', ([locale, language]) => {
  expect(languageOf(locale)).toBe(language);
});
