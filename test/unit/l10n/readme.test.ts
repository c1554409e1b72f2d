import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the README in Chinese has every part, table row, command and picture of the English one', () => {
  expect(outline('README.zh-CN.md')).toEqual(outline('README.md'));
});

/** What a README has that is the same in every language. */
function outline(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => [
    ...(line.match(/^#+ |^\d+\. |^- |^```\w*/) ?? []),
    ...(line.match(/^\| [^|]*`[^|]*\|/) ?? []),
    ...[...line.matchAll(/\]\((?!README)([^)]+)\)/g)].flatMap(([, link = '']) => link),
  ]);
}
