import { expect, test } from 'vitest';
import { changedText, type JsonChange } from '../../../../src/extension/editor/jsonChange';

const commented = `{
  "data": {
    // Of 2019.
    "train": "t.csv", // all rows
    // What no model may see.
    "ignore": ["id"] // the order
  },
  "tasks": {}
}
`;

function without(text: string, ...path: readonly (string | number)[]): string {
  return changedText(text, [{ type: 'remove', path }]);
}

test('a key takes the comment in its line with it, and no other', () => {
  expect(without(commented, 'data', 'ignore')).toBe(`{
  "data": {
    // Of 2019.
    "train": "t.csv" // all rows
    // What no model may see.
  },
  "tasks": {}
}
`);
  expect(without(commented, 'data', 'train')).toBe(`{
  "data": {
    // Of 2019.
    // What no model may see.
    "ignore": ["id"] // the order
  },
  "tasks": {}
}
`);
  expect(without(commented, 'data')).toBe('{\n  "tasks": {}\n}\n');
});

test('a comma at the end of a list stays one', () => {
  const list = '[\r\n\t"a", // first\r\n\t"b", /* last */\r\n]';
  expect(without(list, 1)).toBe('[\r\n\t"a", // first\r\n]');
  expect(without(list, 0)).toBe('[\r\n\t"b", /* last */\r\n]');
});

test('what shares a line with others leaves them where they are', () => {
  expect(without('{ "a": 1, "b": 2, "c": 3 }', 'b')).toBe('{ "a": 1, "c": 3 }');
  expect(without('{ "a": 1, "b": 2 }', 'b')).toBe('{ "a": 1 }');
  expect(without('{\n  "a": 1\n  , "b": 2\n}', 'a')).toBe('{\n  "b": 2\n}');
});

test.each([
  ['two spaces', '  ', '\n'],
  ['four spaces', '    ', '\n'],
  ['tabs, and the line ends of Windows', '\t', '\r\n'],
])('what is added is indented as the file is: %s', (_what, indent, end) => {
  const lay = (text: string): string => text.replaceAll('  ', indent).replaceAll('\n', end);
  const add: JsonChange = { type: 'set', path: ['data', 'ignore'], value: ['id'] };
  const text = '{\n  "data": {\n    "train": "t.csv"\n  },\n  "tasks": {}\n}\n';
  const longer = '    "train": "t.csv",\n    "ignore": [\n      "id"\n    ]\n';
  expect(changedText(lay(text), [add])).toBe(lay(text.replace('    "train": "t.csv"\n', longer)));
});
