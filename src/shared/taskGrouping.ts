/** Up to this many tasks, every way to group them is tried: 4140 ways for eight. */
const mostExhaustive = 8;

/** Gains that differ by less are equal; of equal ones, fewer groups are better: fewer models. */
const rounding = 1e-12;

type Affinity = readonly (readonly number[])[];
type Group = readonly number[];

/**
 * Groups tasks so that what they gain from each other is largest: a task's gain is the mean
 * affinity of the others in its group to it, 0 where it is alone, and the sum over all tasks
 * counts (TAG; Fifty et al. 2021, arXiv 2109.04617, with each task in one group). Exact for up to
 * eight tasks; above, the two groups whose union gains most are joined as long as
 * nothing is lost.
 * @param affinity [K][K], of the task of the row to that of the column
 * @returns numbers of tasks, ascending, by group
 */
export function groupTasks(affinity: Affinity): number[][] {
  const groups = affinity.length <= mostExhaustive ? bestPartition(affinity) : joined(affinity);
  return groups.map((group) => group.toSorted((a, b) => a - b)).toSorted(byFirst);
}

const byFirst = (a: Group, b: Group): number => (a[0] ?? 0) - (b[0] ?? 0);

function bestPartition(affinity: Affinity): readonly Group[] {
  let best: readonly Group[] = [];
  let bestGain = -Infinity;
  for (const partition of partitions(affinity.length)) {
    const gain = partition.reduce((sum, group) => sum + gainOf(group, affinity), 0);
    const isCoarser = partition.length < best.length;
    if (gain > bestGain + (isCoarser ? -rounding : rounding)) [best, bestGain] = [partition, gain];
  }
  return best;
}

/** Every way to put `count` tasks into groups. */
function* partitions(count: number): Generator<readonly Group[]> {
  if (count === 0) {
    yield [];
    return;
  }
  const task = count - 1;
  for (const smaller of partitions(task)) {
    for (const [index, group] of smaller.entries()) {
      yield smaller.with(index, [...group, task]);
    }
    yield [...smaller, [task]];
  }
}

function joined(affinity: Affinity): readonly Group[] {
  let groups: readonly Group[] = affinity.map((_, task) => [task]);
  for (;;) {
    const unions = groups.flatMap((one, index) =>
      groups.slice(index + 1).map((other) => {
        const union = [...one, ...other];
        const before = gainOf(one, affinity) + gainOf(other, affinity);
        return { one, other, union, more: gainOf(union, affinity) - before };
      }),
    );
    const best = unions.toSorted((a, b) => b.more - a.more)[0];
    if (!best || best.more < -rounding) return groups;
    const { one, other, union } = best;
    groups = [...groups.filter((group) => group !== one && group !== other), union];
  }
}

/** Sum over the group's tasks of the mean affinity of the others to them. */
function gainOf(group: Group, affinity: Affinity): number {
  if (group.length < 2) return 0;
  const incoming = group.flatMap((to) =>
    group.filter((from) => from !== to).map((from) => affinity[from]?.[to] ?? 0),
  );
  return incoming.reduce((sum, value) => sum + value, 0) / (group.length - 1);
}
