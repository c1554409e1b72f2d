import { expect, test } from 'vitest';
import { namePlace } from '../../../../src/extension/editor/namePlace';
import { readOutline } from '../../../../src/extension/editor/outline';
import { suggestions } from '../../../../src/extension/editor/suggestions';
import { tableOf } from './exampleTable';

/** The place of the cursor, which `|` stands for. */
function placeIn(marked: string): ReturnType<typeof namePlace> {
  return namePlace(marked.replace('|', ''), marked.indexOf('|'));
}

test.each([
  ['{ "data": { "features": { "|" } } }', 'feature', true],
  ['{ "data": { "features": { "age": "number", "a|ge2": "number" } } }', 'feature', true],
  ['{ "data": { "ignore": ["|"] } }', 'column', false],
  ['{ "data": { "ignore": ["a", |', 'column', false],
  ['{ "data": { "split": { "stratify": "|" } } }', 'stratum', false],
  ['{ "tasks": { "a": { "target": "x|" } } }', 'target', false],
  ['{ "tasks": { "a": { "target": | } } }', 'target', false],
  ['{ "tasks": { "a": { "positive": "|" } } }', 'label', false],
  ['{ "model": { "heads": { "|": [] } } }', 'task', true],
  ['{ "balancing": { "weights": { "a": 1, "|" } } }', 'task', true],
  ['{ "training": { "monitor": "|', 'monitor', false],
] as const)('in %s a name is a %s', (text, kind, isKey) => {
  expect(placeIn(text)).toMatchObject({ kind, isKey });
});

test.each([
  '{ "data": { "features": { "age": "|" } } }',
  '{ "data": { "train": "|" } }',
  '{ "tasks": { "|": {} } }',
  '{ "name": "|" }',
  '| { "data": {} }',
])('in %s no name of ours belongs', (text) => {
  expect(placeIn(text)).toBeUndefined();
});

test('the text in quotes at the cursor is what a completion replaces', () => {
  expect(placeIn('{ "tasks": { "a": { "target": "inc|ome" } } }')?.token).toEqual({
    offset: 30,
    length: 8,
    value: 'income',
  });
  expect(placeIn('{ "tasks": { "a": { "type": "binary", "target": | } } }')?.token).toBeUndefined();
});

const table = tableOf({
  age: { type: 'number' },
  town: { type: 'category', distinct: 3 },
  id: { type: 'identifier' },
  paid: {
    type: 'category',
    distinct: 2,
    top: [
      { text: 'cash', rows: 9 },
      { text: 'card', rows: 5 },
    ],
  },
});
const experiment = (data: string, rest = ''): string =>
  `{ "data": { ${data} }, "tasks": { "sale": { "type": "binary", "target": "paid" }, "years": { "type": "regression", "target": "age" } } ${rest} }`;

function names(marked: string): string[] {
  const place = placeIn(marked)!;
  return suggestions(place, readOutline(marked.replace('|', '')), table).map(({ name }) => name);
}

test('features are columns that are no targets and not there yet, with their type', () => {
  expect(names(experiment('"features": { "|" }, "ignore": ["id"]'))).toEqual(['town']);
  expect(names(experiment('"ignore": ["|"]'))).toEqual(['town', 'id']);
  const place = placeIn(experiment('"features": { "|" }'))!;
  const outline = readOutline(experiment('"features": {}'));
  expect(suggestions(place, outline, table)[0]).toMatchObject({
    name: 'town',
    value: '"category"',
  });
});

test('a target is any column, a positive label one of its labels', () => {
  expect(names('{ "tasks": { "a": { "target": "|" } } }')).toEqual(['age', 'town', 'id', 'paid']);
  expect(
    names('{ "tasks": { "a": { "type": "binary", "target": "paid", "positive": "|" } } }'),
  ).toEqual(['cash', 'card']);
});

test('a box has columns; pictures and texts are features of their type', () => {
  const features = '"face": { "type": "image" }, "said": { "type": "text" }, "age": "number"';
  const within = (rest: string): string => `{ "data": { "features": { ${features} } }, ${rest} }`;
  expect(names('{ "tasks": { "a": { "target": { "x": "|" } } } }')).toContain('age');
  expect(names(within('"tasks": { "a": { "picture": "|" } }'))).toEqual(['face']);
  expect(names(within('"tasks": { "a": { "text": "|" } }'))).toEqual(['said']);
  expect(names(within('"model": { "encoders": { "|" } }'))).toEqual(['face', 'said']);
});

test('heads and weights are of tasks; a split keeps labels, not amounts', () => {
  expect(names(experiment('', ', "model": { "heads": { "|" } }'))).toEqual(['sale', 'years']);
  expect(names(experiment('"split": { "stratify": "|" }'))).toEqual(['sale', 'town', 'paid']);
});

test('the monitor is the loss or what a task reports', () => {
  expect(names(experiment('', ', "training": { "monitor": "|" }'))).toEqual([
    'loss',
    ...['sale.auc', 'sale.accuracy', 'sale.loss'],
    ...['years.rmse', 'years.r2', 'years.loss'],
  ]);
});

test('without a table, names of tasks are still there', () => {
  const marked = experiment('', ', "balancing": { "weights": { "|" } }');
  const outline = readOutline(marked.replace('|', ''));
  expect(suggestions(placeIn(marked)!, outline, undefined).map(({ name }) => name)).toEqual([
    'sale',
    'years',
  ]);
});
