import type { Numbers } from './numberColumn';

/** What is known of the numbers of a column; NaN throughout when there are none. */
export interface Statistics {
  readonly count: number;
  readonly mean: number;
  /** Of the population: the root of the mean squared distance from the mean. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Statistics of `numbers` at `rows`, leaving NaN out. */
export function statistics(numbers: Numbers, rows: Int32Array): Statistics {
  let count = 0;
  let total = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const value = numbers.at(row);
    if (Number.isNaN(value)) continue;
    count++;
    total += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  if (count === 0) {
    const none = Number.NaN;
    return { count, mean: none, deviation: none, minimum: none, maximum: none };
  }
  const mean = total / count;
  let squares = 0;
  for (const row of rows) {
    const distance = numbers.at(row) - mean;
    if (!Number.isNaN(distance)) squares += distance * distance;
  }
  return { count, mean, deviation: Math.sqrt(squares / count), minimum, maximum };
}
