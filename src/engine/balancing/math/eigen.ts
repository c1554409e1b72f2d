import type { Matrix } from '../gradientMethod';
import { entry } from './matrix';

/** Eigenvalues in descending order; `vectors[i]`, of length 1, belongs to `values[i]`. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: Matrix;
}

/** Off-diagonal entries this far below the largest entry are rounding. */
const negligible = 1e-18;
const mostSweeps = 60;

/** Eigen decomposition of a small symmetric matrix by cyclic Jacobi rotations. */
export function symmetricEigen(matrix: Matrix): Eigen {
  const a = matrix.map((row) => [...row]);
  const vectors = matrix.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  const limit = negligible * Math.max(...matrix.flat().map(Math.abs));
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < a.length; p++) {
      for (let q = p + 1; q < a.length; q++) {
        if (Math.abs(entry(a, p, q)) <= limit) continue;
        rotate(a, vectors, p, q);
        rotated = true;
      }
    }
    if (!rotated) break;
  }
  const pairs = vectors.map((vector, i) => ({ value: entry(a, i, i), vector }));
  pairs.sort((first, second) => second.value - first.value);
  return {
    values: pairs.map(({ value }) => value),
    vectors: pairs.map(({ vector }) => vector),
  };
}

/** The rotation of rows and columns p and q that makes a_pq zero. */
function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const theta = (entry(a, q, q) - entry(a, p, p)) / (2 * entry(a, p, q));
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  const rotateRows = (rows: number[][]) => {
    const first = rows[p] as number[];
    const second = rows[q] as number[];
    rows[p] = first.map((value, k) => cosine * value - sine * (second[k] as number));
    rows[q] = first.map((value, k) => sine * value + cosine * (second[k] as number));
  };
  for (const row of a) {
    const [first, second] = [row[p] as number, row[q] as number];
    row[p] = cosine * first - sine * second;
    row[q] = sine * first + cosine * second;
  }
  rotateRows(a);
  rotateRows(vectors);
}

/**
 * Moore-Penrose inverse of a small positive semi-definite matrix.
 * @param cutoff eigenvalues up to this part of the largest count as zero
 */
export function pseudoInverse(matrix: Matrix, cutoff: number): number[][] {
  const { values, vectors } = symmetricEigen(matrix);
  const limit = cutoff * Math.max(...values);
  return matrix.map((row, i) =>
    row.map((_, j) =>
      values.reduce((total, value, k) => {
        if (value <= limit) return total;
        return total + (entry(vectors, k, i) * entry(vectors, k, j)) / value;
      }, 0),
    ),
  );
}
