import type { Combination, Matrix } from '../gradientMethod';

/** Inner product of two vectors, [P], summed in float64. */
export function innerProduct(a: Float32Array, b: Float32Array): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) {
    total += (a[index] as number) * (b[index] as number);
  }
  return total;
}

/** Inner products of every row of `a` with every row of `b`, [K, K]. */
export function innerProducts(a: readonly Float32Array[], b: readonly Float32Array[]): Matrix {
  return a.map((row) => b.map((other) => innerProduct(row, other)));
}

/** The update direction Σ_k weights_k factors_k ∘ rows_k, [P]. */
export function combineRows(
  rows: readonly Float32Array[],
  { weights, factors }: Pick<Combination, 'weights' | 'factors'>,
): Float64Array {
  const direction = new Float64Array(rows[0]?.length ?? 0);
  rows.forEach((row, task) => {
    const weight = weights[task] as number;
    const factor = factors?.[task];
    for (let index = 0; index < row.length; index++) {
      const value = weight * (row[index] as number) * (factor?.[index] ?? 1);
      direction[index] = (direction[index] as number) + value;
    }
  });
  return direction;
}
