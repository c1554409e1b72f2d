import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/shared/random';
import { groupTasks } from '../../../src/shared/taskGrouping';

/** Sum over the tasks of the mean affinity of the others in the group to them. */
function gain(groups: readonly (readonly number[])[], affinity: readonly number[][]): number {
  const each = groups.flatMap((group) =>
    group.map((to) => {
      const others = group.filter((from) => from !== to);
      const sum = others.reduce((total, from) => total + affinity[from]![to]!, 0);
      return others.length === 0 ? 0 : sum / others.length;
    }),
  );
  return each.reduce((total, value) => total + value, 0);
}

describe('the grouping of tasks by affinity', () => {
  it('puts together those that help each other', () => {
    const affinity = [
      [0, 0.1, -0.1, -0.1],
      [0.1, 0, -0.1, -0.1],
      [-0.1, -0.1, 0, 0.1],
      [-0.1, -0.1, 0.1, 0],
    ];
    expect(groupTasks(affinity)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('leaves a task alone that only harms', () => {
    const affinity = [
      [0, 0.2, -0.3],
      [0.2, 0, -0.3],
      [-0.3, -0.3, 0],
    ];
    expect(groupTasks(affinity)).toEqual([[0, 1], [2]]);
  });

  it('keeps a pair together where one gains more than the other loses', () => {
    expect(
      groupTasks([
        [0, 0.3],
        [-0.1, 0],
      ]),
    ).toEqual([[0, 1]]);
    expect(
      groupTasks([
        [0, 0.1],
        [-0.3, 0],
      ]),
    ).toEqual([[0], [1]]);
  });

  it('finds the best of all partitions', () => {
    const random = new Random(3);
    for (let trial = 0; trial < 20; trial++) {
      const affinity = Array.from({ length: 5 }, () =>
        Array.from({ length: 5 }, () => random.uniform() - 0.5),
      );
      const best = gain(groupTasks(affinity), affinity);
      // Every labelling of the tasks by five names is a partition, and each partition is among them.
      for (let code = 0; code < 5 ** 5; code++) {
        const names = [0, 1, 2, 3, 4].map((task) => Math.floor(code / 5 ** task) % 5);
        const groups = [0, 1, 2, 3, 4].map((name) =>
          names.flatMap((each, task) => (each === name ? [task] : [])),
        );
        expect(gain(groups, affinity)).toBeLessThanOrEqual(best + 1e-12);
      }
    }
  });

  it('finds plain groups of more tasks than can be tried', () => {
    const size = 12;
    const affinity = Array.from({ length: size }, (_, from) =>
      Array.from({ length: size }, (__, to) => (from % 3 === to % 3 ? 0.2 : -0.1)),
    );
    expect(groupTasks(affinity)).toEqual([
      [0, 3, 6, 9],
      [1, 4, 7, 10],
      [2, 5, 8, 11],
    ]);
  });

  it('has nothing to group without tasks', () => {
    expect(groupTasks([])).toEqual([]);
  });
});
