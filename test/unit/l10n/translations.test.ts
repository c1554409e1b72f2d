import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import bundle from '../../../l10n/bundle.l10n.zh-cn.json';
import schemaTexts from '../../../l10n/schema.zh-cn.json';
import schema from '../../../media/experiment.schema.json';
import manifest from '../../../package.json';
import english from '../../../package.nls.json';
import chinese from '../../../package.nls.zh-cn.json';
import { schemaLines, translateSchema } from '../../../scripts/lib/translateSchema.mjs';
import { bypassingTexts } from './bypassingTexts';
import { usedMessages } from './usedMessages';

const root = path.resolve(__dirname, '../../..');
/** Of the sources, and those of the schema that the sources say. */
const used = new Set([...usedMessages(root), ...patternMessages(schema)]);
const translations = new Map<string, string>(Object.entries(bundle));
const ofSchema = new Map<string, string>(Object.entries(schemaTexts));
const manifestTexts = new Map<string, string>(Object.entries(chinese));

test('every text of the sources has a Chinese translation, and none is left over', () => {
  expect(used.size).toBeGreaterThan(700);
  expect([...used].filter((key) => !translations.has(key))).toEqual([]);
  expect([...translations.keys()].filter((key) => !used.has(key))).toEqual([]);
});

test('a translation has the values of its text, and its commands and icons', () => {
  for (const [text, translation] of [...translations, ...ofSchema, ...manifestPairs()]) {
    expect(parts(translation), text).toEqual(parts(text));
    expect(translation.endsWith('\n'), text).toBe(text.endsWith('\n'));
  }
});

test('a translation is Chinese, with Chinese punctuation after Chinese', () => {
  for (const [text, translation] of [...translations, ...ofSchema, ...manifestPairs()]) {
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

test('the schema of experiment files has all of its texts in Chinese', () => {
  const lines = [...schemaLines(schema)];
  expect(lines.filter((line) => !ofSchema.has(line) && !translations.has(line))).toEqual([]);
  expect([...ofSchema.keys()].filter((line) => !lines.includes(line))).toEqual([]);
  const translated = JSON.stringify(translateSchema(schema, { ...bundle, ...schemaTexts }));
  expect(translated).toContain('硬参数共享');
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
  const texts = Object.entries(english).filter(([, text]) => !/\.(json|png)$/.test(text));
  return texts.map(([key, text]) => [text, manifestTexts.get(key) ?? '']);
}

/** What the schema says of a text that does not match. */
function patternMessages(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return key === 'patternErrorMessage' ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => patternMessages(item, name));
}

/** What a text has besides words, in no order: `{0}`, `(command:…)`, `$(icon)`, `--option`. */
function parts(text: string): string[] {
  const found =
    text.match(/\{\d+\}|`[^`]+`|\]\([^)]+\)|\(command:[\w.]+\)|\$\([\w~-]+\)|--[a-z][a-z-]+/g) ??
    [];
  return [...new Set(found)].sort();
}

/** The texts of the manifest that VS Code shows, names of products left out. */
function shownInManifest(value: unknown, key = ''): string[] {
  const texts =
    /^(title|description|markdownDescription|contents|altText|name|enumDescriptions|url|light|dark)$/;
  if (Array.isArray(value)) return value.flatMap((item) => shownInManifest(item, key));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) => shownInManifest(item, name));
  const isText = typeof value === 'string' && texts.test(key);
  return isText && !['MTL Lab', 'mtl-lab'].includes(value) ? [value] : [];
}
