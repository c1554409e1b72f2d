import type { Graph, LayoutConfig } from '@dagrejs/dagre';
import type { ModelGraph } from '../../src/shared/run';

/** Where dagre has a node, or a bend of an edge: a `dummy`. */
interface RankedPlace {
  readonly rank: number;
  readonly dummy?: string;
  order: number;
}

/** How dagre orders a model's nodes within ranks: few lines cross, and rows are in the model's order. */
export function orderOf(model: ModelGraph): NonNullable<LayoutConfig['customOrder']> {
  const rows = sideBySide(model);
  const constraints = rows.flatMap((ids) =>
    ids.slice(1).map((right, index) => ({ left: ids[index] ?? right, right })),
  );
  return (ranked, order) => {
    order(ranked, { constraints });
    keepInOrder(ranked, rows);
  };
}

/**
 * What is equally far from the input, side by side in the order of the model: experts by number,
 * columns and heads by task. Shared nodes may be anywhere among those of tasks.
 */
function sideBySide({ nodes, edges }: ModelGraph): string[][] {
  const depths = new Map<string, number>();
  const rows = new Map<string, string[]>();
  for (const { id, task } of nodes) {
    const before = edges.filter(({ to }) => to === id).map(({ from }) => depths.get(from) ?? 0);
    const depth = Math.max(-1, ...before) + 1;
    depths.set(id, depth);
    const row = `${task === undefined ? 'shared' : 'tasks'} ${depth}`;
    rows.set(row, [...(rows.get(row) ?? []), id]);
  }
  return [...rows.values()];
}

/**
 * dagre loses constraints between nodes from which no edge leaves: those of a row trade places, and
 * the bends of edges between two ranks follow.
 */
function keepInOrder(ranked: Graph, rows: readonly (readonly string[])[]): void {
  const placeOf = (id: string): RankedPlace => ranked.node(id) as RankedPlace;
  const orders = (ids: readonly string[] = []): number[] =>
    ids.map((id) => placeOf(id).order).sort((a, b) => a - b);
  const assign = (ids: readonly string[]): void => {
    const free = orders(ids);
    ids.forEach((id, index) => (placeOf(id).order = free[index] ?? index));
  };
  const byRank = (ids: readonly string[]): string[][] =>
    [...new Set(ids.map((id) => placeOf(id).rank))].map((rank) =>
      ids.filter((id) => placeOf(id).rank === rank),
    );
  rows.flatMap(byRank).forEach(assign);
  const ends = (id: string): number[] => [
    ...orders(ranked.predecessors(id)),
    ...orders(ranked.successors(id)),
  ];
  byRank(ranked.nodes())
    .filter((ids) => ids.every((id) => placeOf(id).dummy !== undefined))
    .forEach((ids) => assign(ids.toSorted((one, other) => sum(ends(one)) - sum(ends(other)))));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
