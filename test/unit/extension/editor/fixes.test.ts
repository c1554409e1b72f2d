import { expect, test } from 'vitest';
import { fixesOf, type FixContext } from '../../../../src/extension/editor/fixes';
import { changedText } from '../../../../src/extension/editor/jsonChange';
import { placeOfPath } from '../../../../src/extension/editor/textPlace';
import type { KeyPath } from '../../../../src/shared/experimentProblem';
import { tableOf } from './exampleTable';

const text = `{
  // What the experiment is about stays.
  "data": {
    "train": "t.csv",
    "features": { "age": "number", "paid": "category", "hight": "number" },
    "ignore": ["id", "age"] // left out
  },
  "tasks": {
    "sale": { "type": "binary", "target": "paid" },
    "price": { "type": "regression", "target": "prize" }
  },
  "model": { "architecture": "mmoe", "experts": 4, "heads": { "sael": [] } },
  "balancing": { "method": "fixed", "weights": { "sale": 2 } },
  "training": { "monitor": "sale.acc" }
}
`;

/** Titles and the lines that each fix changes. */
function fixes(code: string, path: KeyPath, rest: Partial<FixContext> = {}): [string, string[]][] {
  const value = placeOfPath(text, path);
  const isKey = code.endsWith('-feature') || ['unknown-task'].includes(code);
  const place = { ...value, isKey: isKey || (path[1] === 'features' && path.length > 2) };
  const found = fixesOf({ code, place, text, table, ...rest });
  return found.map(({ title, changes }) => [title, newLines(changedText(text, changes))]);
}

function newLines(after: string): string[] {
  const before = text.split('\n');
  return after
    .split('\n')
    .filter((line) => !before.includes(line))
    .map((line) => line.trim());
}

const table = tableOf({
  age: { type: 'number' },
  height: { type: 'number' },
  price: { type: 'number' },
  paid: {
    type: 'category',
    distinct: 2,
    top: [
      { text: 'cash', rows: 9 },
      { text: 'card', rows: 5 },
    ],
  },
});

test('an unknown column is replaced by the nearest, or taken out of the data', () => {
  expect(fixes('unknown-column', ['data', 'features', 'hight'])).toEqual([
    [
      "Change to 'height'",
      ['"features": { "age": "number", "paid": "category", "height": "number" },'],
    ],
    ["Remove 'hight'", ['"features": { "age": "number", "paid": "category" },']],
  ]);
  expect(fixes('unknown-column', ['tasks', 'price', 'target'])).toEqual([
    ["Change to 'price'", ['"price": { "type": "regression", "target": "price" }']],
  ]);
});

test('a head of no task gets the name of one, or goes', () => {
  expect(fixes('unknown-task', ['model', 'heads', 'sael']).map(([title]) => title)).toEqual([
    "Change to 'sale'",
    "Remove 'sael'",
  ]);
});

test('a feature that is a target or ignored is removed, comments stay', () => {
  expect(fixes('target-as-feature', ['data', 'features', 'paid'])).toEqual([
    ["Remove 'paid'", ['"features": { "age": "number", "hight": "number" },']],
  ]);
  expect(fixes('ignored-feature', ['data', 'features', 'age'])).toEqual([
    ["Remove 'age' from the features", ['"features": { "paid": "category", "hight": "number" },']],
    ["Remove 'age' from data.ignore", ['"ignore": ["id"] // left out']],
  ]);
});

test('a leak is taken from the features where they are named, otherwise ignored', () => {
  expect(fixes('leak', ['data', 'features', 'age'], { column: 'age' })[0]?.[0]).toBe(
    "Remove 'age' from the features",
  );
  const unnamed = text.replace(/"features": .*/, '').replace(/,\s*"ignore": .*/, '');
  const place = placeOfPath(unnamed, ['tasks', 'sale', 'target']);
  const [fix] = fixesOf({ code: 'leak', place, text: unnamed, table, column: 'age' });
  expect(fix?.title).toBe("Add 'age' to data.ignore");
  expect(changedText(unnamed, fix?.changes ?? []).replace(/\s+/g, ' ')).toContain(
    '"ignore": [ "age" ]',
  );
});

test('settings are completed or replaced by the plain ones', () => {
  expect(fixes('missing-weight', ['balancing', 'weights'])).toEqual([
    [
      "Add the weight of 'price'",
      ['"balancing": { "method": "fixed", "weights": { "sale": 2, "price": 1 } },'],
    ],
  ]);
  expect(fixes('needs-two-tasks', ['balancing', 'method'])).toEqual([
    ['Use "equal"', ['"balancing": { "method": "equal" },']],
  ]);
  const [plain] = fixes('architecture-misfit', ['model', 'architecture']);
  expect(plain).toEqual([
    'Use "hard-sharing"',
    ['"model": { "architecture": "hard-sharing", "heads": { "sael": [] } },'],
  ]);
  expect(fixes('unknown-monitor', ['training', 'monitor'])).toEqual([
    ["Change to 'sale.auc'", ['"training": { "monitor": "sale.auc" }']],
    ['Use "loss"', ['"training": { "monitor": "loss" }']],
  ]);
});

test('a binary task gets its positive label, or becomes a multiclass one', () => {
  const target = ['tasks', 'sale', 'target'];
  expect(fixes('positive-needed', target)).toEqual([
    ["Make 'cash' the positive label", [expect.stringContaining('"positive": "cash"')]],
    ["Make 'card' the positive label", [expect.stringContaining('"positive": "card"')]],
  ]);
  expect(fixes('not-binary', target)).toEqual([
    ['Make it a multiclass task', ['"sale": { "type": "multiclass", "target": "paid" },']],
  ]);
});

test('what needs a thought has no fix', () => {
  expect(fixes('no-training-rows', ['data', 'split'])).toEqual([]);
});

test('a mistyped key gets the likely one, unless that is there as well, or goes', () => {
  const path = ['training', 'monitro'];
  const mistyped = text.replace('"monitor"', '"monitro"');
  const of = { code: 'unknown-key', likely: 'monitor', table };
  const titles = (within: string): string[] => {
    const place = { ...placeOfPath(within, path), isKey: true };
    return fixesOf({ ...of, place, text: within }).map(({ title }) => title);
  };
  expect(titles(mistyped)).toEqual(["Change to 'monitor'", "Remove 'monitro'"]);
  expect(titles(mistyped.replace('"monitro"', '"monitor": "loss", "monitro"'))).toEqual([
    "Remove 'monitro'",
  ]);
});

test('a mistyped value gets the likely one', () => {
  const mistyped = text.replace('"mmoe"', '"mmeo"');
  const place = placeOfPath(mistyped, ['model', 'architecture']);
  const of = { code: 'unknown-value', likely: 'mmoe', table };
  const [fix] = fixesOf({ ...of, place, text: mistyped });
  expect(fix?.title).toBe("Change to 'mmoe'");
  expect(changedText(mistyped, fix?.changes ?? [])).toBe(text);
});
