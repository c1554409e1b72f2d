import type { Matrix } from '../gradientMethod';

/** The entry in row `i` and column `j`. */
export function entry(matrix: Matrix, i: number, j: number): number {
  return (matrix[i] as readonly number[])[j] as number;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, index) => total + value * (b[index] as number), 0);
}

export function scale(vector: readonly number[], factor: number): number[] {
  return vector.map((value) => value * factor);
}

/** Elementwise a / b. */
export function divide(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value / (b[index] as number));
}

/** The matrix times the vector. */
export function times(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector));
}

/** xᵀ A x: of a Gram matrix the squared length of Σ x_k g_k, which rounding must not make negative. */
export function quadraticForm(matrix: Matrix, x: readonly number[]): number {
  return Math.max(dot(x, times(matrix, x)), 0);
}

export function diagonal(matrix: Matrix): number[] {
  return matrix.map((_, index) => entry(matrix, index, index));
}

/** Lengths of the rows whose inner products `gram` holds. */
export function norms(gram: Matrix): number[] {
  return diagonal(gram).map(Math.sqrt);
}

/** The rows and columns at `indices`. */
export function subMatrix(matrix: Matrix, indices: readonly number[]): number[][] {
  return indices.map((i) => indices.map((j) => entry(matrix, i, j)));
}

/** The entries at `indices`. */
export function pick(vector: readonly number[], indices: readonly number[]): number[] {
  return indices.map((index) => vector[index] as number);
}

/** A vector of `length` with `values` at `indices` and 0 elsewhere. */
export function place(
  values: readonly number[],
  indices: readonly number[],
  length: number,
): number[] {
  const placed = new Array<number>(length).fill(0);
  indices.forEach((index, position) => (placed[index] = values[position] as number));
  return placed;
}

/** A_ij / (d_i d_j): the Gram matrix of rows divided by `lengths`; by the rows' own, their cosines. */
export function divideRows(gram: Matrix, lengths: readonly number[]): number[][] {
  return gram.map((row, i) =>
    row.map((value, j) => value / ((lengths[i] as number) * (lengths[j] as number))),
  );
}
