/** Index of the value that is nearest to `target` in ascending values; undefined when there is none. */
export function nearestIndex(ascending: Float64Array, target: number): number | undefined {
  if (ascending.length === 0) return undefined;
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((ascending[middle] ?? 0) < target) low = middle + 1;
    else high = middle;
  }
  const before = ascending[low - 1];
  const at = ascending[low] ?? 0;
  return before !== undefined && target - before <= at - target ? low - 1 : low;
}
