import type { Observation } from '../../balancing/gradientMethod';
import { gramMatrix } from '../../balancing/math/rows';

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
