import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../../../../src/engine/balancing/gradientMethod';
import { conflictAverseWeights } from '../../../../../src/engine/balancing/math/conflictAverse';
import { dualConeWeights } from '../../../../../src/engine/balancing/math/dualCone';
import { pseudoInverse, symmetricEigen } from '../../../../../src/engine/balancing/math/eigen';
import { fairWeights } from '../../../../../src/engine/balancing/math/fairWeights';
import { minNormWeights } from '../../../../../src/engine/balancing/math/minNorm';
import { projectToSimplex, softmax } from '../../../../../src/engine/balancing/math/simplex';
import { solveSymmetric } from '../../../../../src/engine/balancing/math/solve';
import { Random } from '../../../../../src/shared/random';
import { dot, exactGram } from '../support';

const random = new Random(5);
const normals = (count: number) => Array.from({ length: count }, () => random.normal());

/** Inner products of random vectors, some a thousand times as long as others when `scaled`. */
function randomGram(count: number, dimensions: number, scaled = false): Matrix {
  const rows = Array.from({ length: count }, () => {
    const factor = scaled ? 10 ** (3 * random.uniform()) : 1;
    return normals(dimensions).map((value) => value * factor);
  });
  return exactGram(rows);
}

const times = (matrix: Matrix, x: readonly number[]) => matrix.map((row) => dot(row, x));
const multiply = (a: Matrix, b: Matrix) =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)));
const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const trace = (matrix: Matrix) => sum(matrix.map((row, i) => row[i]!));

/** Few tasks are solved by trying every subset, more than eight by iteration. */
const sizes = [2, 3, 5, 8, 9, 14];

describe.each(sizes)('of %i tasks', (count) => {
  test('the eigen decomposition gives the matrix back', () => {
    const gram = randomGram(count, count + 2);
    const { values, vectors } = symmetricEigen(gram);
    const back = gram.map((row, i) =>
      row.map((_, j) => sum(values.map((v, k) => v * vectors[k]![i]! * vectors[k]![j]!))),
    );
    back.forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(gram[i]![j]!, 10)),
    );
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  test('the pseudo-inverse of a singular matrix is Moore and Penrose’s', () => {
    const gram = randomGram(count, Math.ceil(count / 2));
    const inverse = pseudoInverse(gram, 1e-12);
    const back = multiply(multiply(gram, inverse), gram);
    back.forEach((row, i) => row.forEach((v, j) => expect(v).toBeCloseTo(gram[i]![j]!, 8)));
    const again = multiply(multiply(inverse, gram), inverse);
    again.forEach((row, i) => row.forEach((v, j) => expect(v).toBeCloseTo(inverse[i]![j]!, 8)));
  });

  test('a symmetric system is solved, and a singular one refused', () => {
    const gram = randomGram(count, count + 3, true);
    const expected = normals(count);
    const solution = solveSymmetric(gram, times(gram, expected));
    expected.forEach((value, i) => expect(solution![i]).toBeCloseTo(value, 5));
    expect(solveSymmetric(randomGram(count, count - 1), expected)).toBeUndefined();
  });

  test.each([false, true])('no convex combination is shorter (scaled: %s)', (scaled) => {
    for (let trial = 0; trial < 10; trial++) {
      const gram = randomGram(count, Math.max(count + 1 - (trial % 4), 1), scaled);
      const weights = minNormWeights(gram);
      expect(sum(weights)).toBeCloseTo(1, 9);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      const products = times(gram, weights);
      const excess = dot(weights, products) - Math.min(...products);
      expect(excess).toBeLessThan(1e-9 * trace(gram));
    }
  });

  test('the projection onto the dual cone keeps its conditions', () => {
    for (let trial = 0; trial < 10; trial++) {
      const gram = randomGram(count, count + 6);
      const bounds = normals(count).map(Math.abs);
      const weights = dualConeWeights(gram, bounds);
      const products = times(gram, weights);
      weights.forEach((weight, i) => {
        expect(weight).toBeGreaterThanOrEqual(bounds[i]!);
        expect(products[i]).toBeGreaterThan(-1e-8 * trace(gram));
        if (weight > bounds[i]! + 1e-6) expect(products[i]).toBeLessThan(1e-6 * trace(gram));
      });
    }
  });

  test.each([0.5, 1, 2])('fair weights solve M w = w^-%d', (power) => {
    for (const scaled of [false, true]) {
      const gram = randomGram(count, count + 3, scaled);
      const weights = fairWeights(gram, power);
      const products = times(gram, weights);
      weights.forEach((weight, i) => expect(products[i]! * weight ** power).toBeCloseTo(1, 7));
    }
  });

  test('the conflict-averse weights are optimal', () => {
    for (let trial = 0; trial < 10; trial++) {
      const gram = randomGram(count, count + 3);
      const products = gram.map((row) => sum(row) / count);
      const radius = 0.4 * Math.sqrt(Math.max(sum(products) / count, 0));
      const weights = conflictAverseWeights(gram, products, radius);
      expect(sum(weights)).toBeCloseTo(1, 9);
      const inner = times(gram, weights);
      const length = Math.sqrt(dot(weights, inner));
      const slopes = inner.map((value, i) => products[i]! + (radius * value) / length);
      const excess = dot(weights, slopes) - Math.min(...slopes);
      expect(excess).toBeLessThan(1e-7 * largest(slopes) + 1e-9);
    }
  });
});

test('fair weights of rows that cancel are finite, and nearly cancel', () => {
  const weights = fairWeights(
    [
      [4, -2],
      [-2, 1],
    ],
    1,
  );
  expect(weights.every((weight) => weight > 0 && Number.isFinite(weight))).toBe(true);
  expect(weights[1]! / weights[0]!).toBeCloseTo(2, 3);
});

test('the projection onto the simplex is the nearest point of it', () => {
  expect(projectToSimplex([0.2, 0.8])).toEqual([0.2, 0.8]);
  expect(projectToSimplex([5, 0, -1])).toEqual([1, 0, 0]);
  expect(projectToSimplex([1, 1])).toEqual([0.5, 0.5]);
  expect(projectToSimplex([-3])).toEqual([1]);
});

test('softmax does not overflow', () => {
  expect(softmax([1000, 1000])).toEqual([0.5, 0.5]);
  expect(softmax([0, -2000])).toEqual([1, 0]);
});
