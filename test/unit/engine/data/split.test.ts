import { describe, expect, test } from 'vitest';
import { splitRows } from '../../../../src/engine/data/split';
import { Random } from '../../../../src/shared/random';

const parts = ['train', 'validation', 'test'] as const;

test('every row is in exactly one part, in the order of the table', () => {
  const split = splitRows({ rows: 1000, validation: 0.15, test: 0.1, seed: 7 });
  expect(parts.map((part) => split[part].length)).toEqual([750, 150, 100]);
  const all = parts.flatMap((part) => [...split[part]]);
  expect(new Set(all).size).toBe(1000);
  for (const part of parts) expect(split[part]).toEqual(split[part].toSorted());
});

test('the same seed splits the same way, another seed another way', () => {
  const request = { rows: 100, validation: 0.2, test: 0.2 };
  expect(splitRows({ ...request, seed: 1 })).toEqual(splitRows({ ...request, seed: 1 }));
  expect(splitRows({ ...request, seed: 1 })).not.toEqual(splitRows({ ...request, seed: 2 }));
});

describe('stratified', () => {
  test('each part keeps the proportions, to the row', () => {
    const random = new Random(3);
    const strata = Int32Array.from({ length: 997 }, () => [0, 0, 0, 1, 2, -1][random.integer(6)]!);
    const split = splitRows({ rows: 997, validation: 0.15, test: 0.1, seed: 7, strata });
    expect(split.validation.length).toBe(150);
    expect(split.test.length).toBe(100);
    for (const stratum of [-1, 0, 1, 2]) {
      const size = strata.filter((code) => code === stratum).length;
      const inPart = (part: 'validation' | 'test'): number =>
        split[part].filter((row) => strata[row] === stratum).length;
      expect(Math.abs(inPart('validation') - 0.15 * size)).toBeLessThan(1);
      expect(Math.abs(inPart('test') - 0.1 * size)).toBeLessThan(1);
    }
    expect(split.unspreadStrata).toBe(0);
  });

  test('a stratum of one row stays in training where the others leave room', () => {
    const strata = Int32Array.from({ length: 100 }, (_, row) => (row === 50 ? 1 : 0));
    for (let seed = 0; seed < 20; seed++) {
      const split = splitRows({ rows: 100, validation: 0.3, test: 0.3, seed, strata });
      expect(split.train).toContain(50);
      expect(parts.map((part) => split[part].length)).toEqual([40, 30, 30]);
      expect(split.unspreadStrata).toBe(1);
    }
  });

  test('strata of one row each still fill every part', () => {
    const strata = Int32Array.from({ length: 20 }, (_, row) => row);
    const split = splitRows({ rows: 20, validation: 0.2, test: 0.1, seed: 1, strata });
    expect(parts.map((part) => split[part].length)).toEqual([14, 4, 2]);
  });
});

test('a part that is asked for gets a row even of a small table', () => {
  const split = splitRows({ rows: 4, validation: 0.1, test: 0, seed: 7 });
  expect(parts.map((part) => split[part].length)).toEqual([3, 1, 0]);
});
