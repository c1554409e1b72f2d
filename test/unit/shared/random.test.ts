import { describe, expect, it } from 'vitest';
import { deriveSeed, Random } from '../../../src/shared/random';

describe('Random', () => {
  it('repeats with its seed and differs with another', () => {
    const draw = (seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: 8 }, () => random.uint32());
    };
    expect(draw(42)).toEqual(draw(42));
    expect(draw(42)).not.toEqual(draw(43));
  });

  it('is uniform: mean, variance and each of sixteen bins within five standard errors', () => {
    const random = new Random(7);
    const count = 160_000;
    const bins = new Array<number>(16).fill(0);
    let sum = 0;
    let squares = 0;
    for (let draw = 0; draw < count; draw++) {
      const value = random.uniform();
      const bin = Math.floor(value * 16);
      bins[bin] = (bins[bin] ?? 0) + 1;
      sum += value;
      squares += value ** 2;
    }
    const mean = sum / count;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
    expect(squares / count - mean ** 2).toBeCloseTo(1 / 12, 2);
    const binError = 5 * Math.sqrt(count * (1 / 16) * (15 / 16));
    for (const bin of bins) expect(Math.abs(bin - count / 16)).toBeLessThan(binError);
  });

  it('draws normal numbers: mean, variance, and the share beyond one and two deviations', () => {
    const random = new Random(9);
    const count = 100_000;
    const draws = Array.from({ length: count }, () => random.normal());
    const part = (is: (value: number) => boolean) => draws.filter(is).length / count;
    expect(draws.reduce((total, value) => total + value, 0) / count).toBeCloseTo(0, 1);
    expect(draws.reduce((total, value) => total + value ** 2, 0) / count).toBeCloseTo(1, 1);
    expect(part((value) => Math.abs(value) > 1)).toBeCloseTo(0.3173, 2);
    expect(part((value) => value > 2)).toBeCloseTo(0.02275, 2);
  });

  it('permutes: every row once, every place equally often', () => {
    const places = new Array<number>(5).fill(0);
    for (let seed = 0; seed < 5000; seed++) {
      const order = new Random(deriveSeed(seed, 'shuffle', 0)).permutation(5);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      const place = order.indexOf(0);
      places[place] = (places[place] ?? 0) + 1;
    }
    for (const count of places) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('deriveSeed', () => {
  it('tells purposes, positions and their order apart', () => {
    const seeds = [
      deriveSeed(1, 'shuffle', 0),
      deriveSeed(1, 'shuffle', 1),
      deriveSeed(2, 'shuffle', 0),
      deriveSeed(1, 'split', 0),
      deriveSeed(1, 'shuffle'),
      deriveSeed(1, 0, 'shuffle'),
      deriveSeed(1, 'ab', 'c'),
      deriveSeed(1, 'a', 'bc'),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
  });
});
