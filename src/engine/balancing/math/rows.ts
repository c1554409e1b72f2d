import type { Combination, Matrix } from '../gradientMethod';

/** Inner product of two vectors, [P], summed in float64: four sums, which a processor adds at once. */
export function innerProduct(a: Float32Array, b: Float32Array): number {
  const whole = a.length - (a.length % 4);
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let at = 0; at < whole; at += 4) {
    first += (a[at] as number) * (b[at] as number);
    second += (a[at + 1] as number) * (b[at + 1] as number);
    third += (a[at + 2] as number) * (b[at + 2] as number);
    fourth += (a[at + 3] as number) * (b[at + 3] as number);
  }
  for (let at = whole; at < a.length; at++) first += (a[at] as number) * (b[at] as number);
  return first + second + third + fourth;
}

/** Inner products of every row of `a` with every row of `b`, [K, K]. */
export function innerProducts(a: readonly Float32Array[], b: readonly Float32Array[]): Matrix {
  return a.map((row) => b.map((other) => innerProduct(row, other)));
}

/** Inner products of the rows with each other, [K, K]. */
export function gramMatrix(rows: readonly Float32Array[]): Matrix {
  const gram = rows.map(() => new Array<number>(rows.length).fill(0));
  rows.forEach((a, i) => {
    rows.slice(0, i + 1).forEach((b, j) => {
      const product = innerProduct(a, b);
      (gram[i] as number[])[j] = product;
      (gram[j] as number[])[i] = product;
    });
  });
  return gram;
}

/**
 * Adds the update direction Σ_k weights_k factors_k ∘ rows_k to `target`.
 * @param rows K of the target's length; factors that are shorter repeat
 */
export function addCombined(
  target: Float32Array | Float64Array,
  rows: readonly Float32Array[],
  { weights, factors }: Pick<Combination, 'weights' | 'factors'>,
): void {
  rows.forEach((row, task) => {
    const weight = weights[task] ?? 0;
    const factor = factors?.[task];
    if (!factor) return addRow(target, row, weight);
    const { length } = factor;
    for (let start = 0; start < row.length; start += length) {
      for (let index = 0; index < length; index++) {
        const at = start + index;
        const value = weight * (row[at] as number) * (factor[index] as number);
        target[at] = (target[at] as number) + value;
      }
    }
  });
}

/** Adds weight * row to `target`. */
export function addRow(
  target: Float32Array | Float64Array,
  row: Float32Array,
  weight: number,
): void {
  if (weight === 0) return;
  for (let at = 0; at < row.length; at++) {
    target[at] = (target[at] as number) + weight * (row[at] as number);
  }
}
