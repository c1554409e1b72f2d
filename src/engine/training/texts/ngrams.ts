/** Stands between the parts of an n-gram in a key: no token has a line break. */
const separator = '\n';

/** How often each sequence of n neighbours occurs. */
export function ngramCounts(parts: readonly string[], n: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= parts.length; start++) {
    const key = parts.slice(start, start + n).join(separator);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What is in both, as often as it is in both. */
export function clippedMatches(
  counts: ReadonlyMap<string, number>,
  others: ReadonlyMap<string, number>,
): number {
  let matches = 0;
  for (const [key, count] of counts) matches += Math.min(count, others.get(key) ?? 0);
  return matches;
}
