import { expect, test } from 'vitest';
import { errorText } from '../../../src/extension/errorText';

const error = { kind: 'data', code: 'x', message: "train.csv has no column 'incom'." } as const;

test('an error names the file and the line, what is wrong and what to do', () => {
  const location = { file: '/data/adult.mtl.json', line: 9, column: 59 };
  expect(errorText({ ...error, hint: "Did you mean 'income'?", location, others: [error] })).toBe(
    "adult.mtl.json, line 9: train.csv has no column 'incom'. Did you mean 'income'? (1 more in the log)",
  );
});

test('an error without a place is its message', () => {
  expect(errorText(error)).toBe(error.message);
});

test('a message that ends without a full stop gets one before the hint', () => {
  const message = 'tfjs-node cannot be used here: it is not installed';
  expect(errorText({ ...error, message, hint: 'Install it.' })).toBe(`${message}. Install it.`);
});
