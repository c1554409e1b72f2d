import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import bundle from '../../../l10n/bundle.l10n.zh-cn.json';
import manifest from '../../../package.json';
import english from '../../../package.nls.json';
import chinese from '../../../package.nls.zh-cn.json';
import { bypassingTexts } from './bypassingTexts';
import { usedMessages } from './usedMessages';

const root = path.resolve(__dirname, '../../..');
const used = usedMessages(root);
const translations = new Map<string, string>(Object.entries(bundle));
const manifestTexts = new Map<string, string>(Object.entries(chinese));

test('every text of the sources has a Chinese translation, and none is left over', () => {
  expect(used.size).toBeGreaterThan(700);
  expect([...used].filter((key) => !translations.has(key))).toEqual([]);
  expect([...translations.keys()].filter((key) => !used.has(key))).toEqual([]);
});

test('a translation has the values of its text, and its commands and icons', () => {
  for (const [text, translation] of [...translations, ...manifestPairs()]) {
    expect(parts(translation), text).toEqual(parts(text));
    expect(translation.endsWith('\n'), text).toBe(text.endsWith('\n'));
  }
});

test('a translation is Chinese, with Chinese punctuation after Chinese', () => {
  for (const [text, translation] of [...translations, ...manifestPairs()]) {
    if (/[a-z]{2}/i.test(text)) expect(translation, text).toMatch(/\p{Script=Han}|^\P{L}*$/u);
    expect(translation, text).not.toMatch(/\p{Script=Han}[,;:?!](?!\d)|\p{Script=Han}\.(?!\w)/u);
  }
});

test('nothing that people read is written past the translations', () => {
  expect(bypassingTexts(root)).toEqual([]);
});

test('the manifest says everything by a key that both languages have', () => {
  const values = shownInManifest(manifest);
  const keys = values.flatMap((value) => /^%(.+)%$/.exec(value)?.[1] ?? []);
  expect(values.filter((value) => !value.startsWith('%'))).toEqual([]);
  expect([...new Set(keys)].sort()).toEqual(Object.keys(english).sort());
  expect(Object.keys(chinese)).toEqual(Object.keys(english));
});

test('a walkthrough step that is a document is one in Chinese, too, with the same code', () => {
  const folder = path.join(root, 'media', 'walkthrough');
  const code = (file: string): string[] =>
    readFileSync(path.join(folder, file), 'utf8').match(/```[^]*?```|`[^`\n]+`/g) ?? [];
  const documents = readdirSync(folder).filter((name) => /^\w+\.md$/.test(name));
  expect(documents).toEqual(['create.md', 'train.md']);
  for (const name of documents) {
    const translated = name.replace('.md', '.nls.zh-cn.md');
    expect(existsSync(path.join(folder, translated)), translated).toBe(true);
    expect(code(translated)).toEqual(code(name));
  }
});

function manifestPairs(): [string, string][] {
  return Object.entries(english).map(([key, text]) => [text, manifestTexts.get(key) ?? '']);
}

/** What a text has besides words, in no order: `{0}`, `(command:…)`, `$(icon)`, `--option`. */
function parts(text: string): string[] {
  const found = text.match(/\{\d+\}|\(command:[\w.]+\)|\$\([\w~-]+\)|--[a-z][a-z-]+/g) ?? [];
  return [...new Set(found)].sort();
}

/** The texts of the manifest that VS Code shows, names of products left out. */
function shownInManifest(value: unknown, key = ''): string[] {
  const texts = /^(title|description|markdownDescription|contents|altText|name|enumDescriptions)$/;
  if (Array.isArray(value)) return value.flatMap((item) => shownInManifest(item, key));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) => shownInManifest(item, name));
  const isText = typeof value === 'string' && texts.test(key);
  return isText && !['MTL Lab', 'mtl-lab'].includes(value) ? [value] : [];
}
