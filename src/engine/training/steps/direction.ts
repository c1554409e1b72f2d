import type { Combination, Matrix, Observation } from '../../balancing/gradientMethod';

/** The rows' inner products, [K, K], summed in float64. */
export function gramMatrix(rows: readonly Float32Array[]): Matrix {
  const gram = rows.map(() => new Array<number>(rows.length).fill(0));
  rows.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const product = innerProduct(a, rows[j] ?? a);
      (gram[i] as number[])[j] = product;
      (gram[j] as number[])[i] = product;
    }
  });
  return gram;
}

/** Flat rows, [count, length], one by one; not copied. */
export function rowsOf(flat: Float32Array, count: number): Float32Array[] {
  const length = flat.length / count;
  return Array.from({ length: count }, (_, row) => flat.subarray(row * length, (row + 1) * length));
}

/** Losses [K] and gradients [K, length] as an observation. */
export function observe(losses: Float32Array, gradients: Float32Array): Observation {
  const rows = rowsOf(gradients, losses.length);
  return { losses: Array.from(losses), rows, gram: gramMatrix(rows) };
}

/**
 * Σ_k w_k f_k ∘ rows_k into `target`.
 * @param rows [K], of `target`'s length; factors that are shorter repeat
 */
export function combineRows(
  { weights, factors }: Combination,
  rows: readonly Float32Array[],
  target: Float32Array,
): void {
  rows.forEach((row, task) => {
    const weight = weights[task] ?? 0;
    const factor = factors?.[task];
    if (factor) {
      const { length } = factor;
      for (let i = 0; i < row.length; i++) {
        target[i] =
          (target[i] as number) + weight * (factor[i % length] as number) * (row[i] as number);
      }
    } else if (weight !== 0) {
      for (let i = 0; i < row.length; i++) {
        target[i] = (target[i] as number) + weight * (row[i] as number);
      }
    }
  });
}

function innerProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
