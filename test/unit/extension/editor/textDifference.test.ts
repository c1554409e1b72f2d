import { expect, test } from 'vitest';
import { textDifference } from '../../../../src/extension/editor/textDifference';

test.each([
  ['"acre" ', '"acer" ', 'er'],
  ['[1, 2]', '[1]', ''],
  ['aa', 'aaa', 'a'],
  ['same', 'same', ''],
  // The two characters start, and the last two end, with the same half.
  ['"😀"', '"😁"', '😁'],
  ['"\u{1F600}"', '"\u{1FA00}"', '\u{1FA00}'],
  ['"\u{1F600}"', '"\u{1F600}\u{1F600}"', '\u{1F600}'],
])('what makes %j into %j is %j', (before, after, replacement) => {
  const found = textDifference(before, after);
  expect(found.replacement).toBe(replacement);
  const { start, end } = found;
  expect(before.slice(0, start) + replacement + before.slice(end)).toBe(after);
  // Throws where a character is cut.
  for (const at of [start, end]) encodeURIComponent(before.slice(0, at));
});
