/** Points of one line; a `null` is a gap. */
export type Values = (number | null | undefined)[];

export interface Decimated {
  readonly x: number[];
  /** One for each column. */
  readonly y: Values[];
  /** For each column, where it had a value that is not finite. */
  readonly gaps: number[][];
}

/**
 * As many neighbours as have to share a bucket so that `count` points become at most about `limit`:
 * a power of two, so that a growing line is not cut anew each time.
 */
export function bucketSize(count: number, limit: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2((2 * count) / limit)));
}

/**
 * Fewer points that draw the same picture: of each bucket of neighbours the smallest and the
 * largest value, in their order. A bucket without a finite value is a gap.
 * @param columns as long as `x`
 * @param limit of points a column, about
 */
export function decimate(
  x: Float64Array,
  columns: readonly Float64Array[],
  limit: number,
): Decimated {
  if (x.length <= limit) {
    return {
      x: [...x],
      y: columns.map((column) => Array.from(column, (value) => finite(value))),
      gaps: columns.map((column) => [...x.filter((_, index) => !Number.isFinite(column[index]))]),
    };
  }
  const size = bucketSize(x.length, limit);
  const starts = Array.from({ length: Math.ceil(x.length / size) }, (_, bucket) => bucket * size);
  const reduced = columns.map((column) => starts.map((start) => extremes(column, start, size)));
  const at = (index: number): number => x[Math.min(index, x.length - 1)] ?? 0;
  const positions = starts.map((start): [number, number] => {
    const end = Math.min(start + size, x.length);
    return [at(start), at(Math.max(start + 1, Math.floor((start + end) / 2)))];
  });
  return {
    x: positions.flatMap(([first, second]) => (first === second ? [first] : [first, second])),
    y: reduced.map((buckets) =>
      buckets.flatMap(({ pair }, bucket) => {
        const [first, second] = positions[bucket] ?? [];
        return first === second ? pair.slice(0, 1) : pair;
      }),
    ),
    gaps: reduced.map((buckets) =>
      buckets.flatMap(({ hasGap }, bucket) => (hasGap ? [at(bucket * size)] : [])),
    ),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function extremes(
  column: Float64Array,
  start: number,
  size: number,
): { readonly pair: Values; readonly hasGap: boolean } {
  let [low, high, hasGap] = [-1, -1, false];
  const end = Math.min(start + size, column.length);
  for (let index = start; index < end; index++) {
    const value = column[index] ?? Number.NaN;
    if (!Number.isFinite(value)) hasGap = true;
    else {
      if (low < 0 || value < (column[low] ?? 0)) low = index;
      if (high < 0 || value > (column[high] ?? 0)) high = index;
    }
  }
  if (low < 0) return { pair: [null, null], hasGap };
  const [first, second] = low < high ? [low, high] : [high, low];
  return { pair: [finite(column[first] ?? 0), finite(column[second] ?? 0)], hasGap };
}
