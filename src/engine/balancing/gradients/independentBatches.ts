import type { Matrix, Observation } from '../gradientMethod';
import { innerProducts } from '../math/rows';

/**
 * G₁G₂ᵀ, the inner products of the gradients on two independent batches, K x K: neither symmetric
 * nor positive.
 * @throws Error when there are fewer than two batches
 */
export function crossProducts([first, second]: readonly Observation[]): Matrix {
  if (!first || !second) throw new Error('the method needs independent batches');
  return innerProducts(first.rows, second.rows);
}
