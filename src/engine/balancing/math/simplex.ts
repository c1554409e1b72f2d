import { sum } from './matrix';

/** The nearest vector of non-negative numbers that sum to 1. */
export function projectToSimplex(vector: readonly number[]): number[] {
  const descending = [...vector].sort((a, b) => b - a);
  let total = 0;
  let threshold = 0;
  descending.forEach((value, index) => {
    total += value;
    const candidate = (total - 1) / (index + 1);
    if (value > candidate) threshold = candidate;
  });
  return vector.map((value) => Math.max(value - threshold, 0));
}

/** exp(x_k) / Σ exp(x_j), without overflow. */
export function softmax(vector: readonly number[]): number[] {
  const largest = Math.max(...vector);
  const powers = vector.map((value) => Math.exp(value - largest));
  const total = sum(powers);
  return powers.map((value) => value / total);
}
