import { describe, expect, test } from 'vitest';
import { NumberBlocks } from '../../../../src/engine/data/numberBlocks';
import { Random } from '../../../../src/shared/random';

const rows = 35_000;

function expectRoundTrip(numbers: readonly number[]): void {
  const blocks = new NumberBlocks();
  for (const number of numbers) blocks.push(number);
  expect(blocks.length).toBe(numbers.length);
  const changed = numbers.filter((number, index) => !Object.is(blocks.at(index), number));
  expect(changed).toEqual([]);
}

describe('NumberBlocks returns what was put in, bit for bit', () => {
  const random = new Random(1);
  const decimals = (digits: number): number[] =>
    Array.from({ length: rows }, () => Number((random.uniform() * 200 - 100).toFixed(digits)) + 0);

  test.each([0, 1, 2, 6, 7, 12])('numbers with %i decimals', (digits) => {
    const numbers = decimals(digits);
    expectRoundTrip(numbers);
  });

  test('decimals that increase, and missing numbers', () => {
    const numbers = [...decimals(0), Number.NaN, ...decimals(3), ...decimals(5)];
    numbers[7] = Number.NaN;
    expectRoundTrip(numbers);
  });

  test.each([2 ** 31, -(2 ** 31), 2 ** 31 - 1, 1e300, -1e-300, 0.1 + 0.2, 1 / 3])(
    '%f among ordinary numbers',
    (special) => {
      const numbers = decimals(2);
      numbers[123] = special;
      expectRoundTrip(numbers);
    },
  );

  test('there is no number beyond the end', () => {
    const blocks = new NumberBlocks();
    blocks.push(1);
    expect(blocks.at(0)).toBe(1);
    expect(blocks.at(1)).toBeNaN();
  });

  test('whole blocks can be given back; what comes after them stays', () => {
    const numbers = decimals(12);
    const blocks = new NumberBlocks();
    for (const number of numbers) blocks.push(number);
    expect(blocks.at(20_000)).toBe(numbers[20_000]);
    blocks.release(20_000);
    expect(blocks.at(0)).toBeNaN();
    expect(blocks.at(20_000)).toBe(numbers[20_000]);
    blocks.release(34_000);
    expect(blocks.at(20_000)).toBeNaN();
    expect(blocks.at(34_000)).toBe(numbers[34_000]);
    expect(blocks.length).toBe(rows);
  });
});
