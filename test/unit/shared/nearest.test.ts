import { expect, test } from 'vitest';
import { editDistance, nearest, suggest } from '../../../src/shared/nearest';

test.each([
  ['kitten', 'sitting', 3],
  ['saturday', 'sunday', 3],
  ['', 'abc', 3],
  ['same', 'same', 0],
  ['rihc', 'rich', 1],
  ['ca', 'abc', 3],
])('%s and %s are %i edits apart', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
  expect(editDistance(to, from)).toBe(distance);
});

test('the nearest name is the one a person meant, whatever its case', () => {
  expect(nearest('traning', ['tasks', 'training', 'train'])).toBe('training');
  expect(nearest('AGE', ['age', 'page'])).toBe('age');
  expect(nearest('income', ['age', 'city'])).toBeUndefined();
});

test('where nothing is near, the first names are listed', () => {
  expect(suggest('x', ['alpha', 'beta'], 'Columns')).toBe('Columns: alpha, beta.');
  const many = Array.from({ length: 20 }, (_, index) => `column${index}`);
  expect(suggest('x', many, 'Columns')).toMatch(/column11, …\.$/);
});
