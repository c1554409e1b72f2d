import { expect, test } from 'vitest';
import { parseNumber } from '../../../../src/engine/data/parseNumber';
import { Random } from '../../../../src/shared/random';

test('decimal numbers are read to the last bit as JavaScript reads them', () => {
  const random = new Random(1);
  for (let count = 0; count < 20_000; count++) {
    const digits = Array.from({ length: 1 + random.integer(20) }, () => random.integer(10)).join(
      '',
    );
    const point = random.integer(digits.length + 1);
    const sign = ['', '-', '+'][random.integer(3)]!;
    const exponent = random.integer(4) === 0 ? `e${random.integer(40) - 20}` : '';
    const text = `${sign}${digits.slice(0, point)}.${digits.slice(point)}${exponent}`;
    expect(parseNumber(text), text).toBe(Number(text));
    expect(parseNumber(sign + digits), sign + digits).toBe(Number(sign + digits));
  }
});

test.each([
  '',
  ' ',
  '.',
  '-',
  '-.',
  '1.2.3',
  '1-2',
  '1,5',
  '0x10',
  '-0b1',
  'Infinity',
  'NaN',
  '1e999',
])('%j is no number', (text) => {
  expect(parseNumber(text)).toBeNaN();
});
