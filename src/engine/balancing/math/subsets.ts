/**
 * Up to this many tasks, problems over all subsets of tasks are solved by trying them: exact, and
 * at most 255 small solves.
 */
export const mostTasksEnumerated = 8;

/** Every non-empty subset of 0 to `count` - 1. */
export function* subsets(count: number): Generator<number[]> {
  const all = Array.from({ length: count }, (_, index) => index);
  for (let mask = 1; mask < 1 << count; mask++) {
    yield all.filter((index) => (mask >> index) & 1);
  }
}
