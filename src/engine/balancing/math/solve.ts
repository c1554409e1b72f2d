import type { Matrix } from '../gradientMethod';
import { diagonal } from './matrix';

/** A pivot of the matrix scaled to a unit diagonal that counts as zero. */
const smallestPivot = 1e-13;

/**
 * Solves A x = b for a small symmetric matrix by elimination with pivots, scaled to a unit diagonal
 * first, so that tasks of very different size do not hide each other.
 * @returns undefined when A is singular
 */
export function solveSymmetric(matrix: Matrix, right: readonly number[]): number[] | undefined {
  const scales = diagonal(matrix).map((value) => (value > 0 ? 1 / Math.sqrt(value) : 1));
  const rows = matrix.map((row, i) => {
    const own = scales[i] as number;
    return [
      ...row.map((value, j) => value * own * (scales[j] as number)),
      (right[i] as number) * own,
    ];
  });
  return eliminate(rows)?.map((value, index) => value * (scales[index] as number));
}

/** Gauss-Jordan elimination of the rows [A | b], in place. */
function eliminate(rows: number[][]): number[] | undefined {
  for (let column = 0; column < rows.length; column++) {
    const candidates = rows.slice(column).map((row) => Math.abs(row[column] as number));
    const largest = Math.max(...candidates);
    if (!(largest > smallestPivot)) return undefined;
    const found = column + candidates.indexOf(largest);
    const pivotRow = rows[found] as number[];
    rows[found] = rows[column] as number[];
    rows[column] = pivotRow;
    const pivot = pivotRow[column] as number;
    rows.forEach((row, index) => {
      const factor = (row[column] as number) / pivot;
      if (index === column || factor === 0) return;
      for (let k = column; k < row.length; k++) {
        row[k] = (row[k] as number) - factor * (pivotRow[k] as number);
      }
    });
  }
  return rows.map((row, index) => (row[rows.length] as number) / (row[index] as number));
}
