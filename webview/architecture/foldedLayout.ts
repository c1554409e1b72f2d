import type { ModelGraph } from '../../src/shared/run';
import type { GateReadings } from './gateValues';
import {
  move,
  part,
  place,
  type GraphLayout,
  type MeasureText,
  type PlacedEdge,
  type PlacedNode,
  type Point,
} from './graphLayout';
import { headRows } from './headRows';

const gap = 14;
/** Room for the line that leads to the heads. */
const indent = 18;
const left = 4;

/**
 * The shared layers from top to bottom and below them a row a head, for many tasks in little width.
 * Undefined for a model whose heads do not all start at the same shared layers, and there alone.
 * @param limit width in pixels from which on a head takes more than one line
 */
export function foldedLayout(
  model: ModelGraph,
  measure: MeasureText,
  gates: GateReadings,
  limit: number,
): GraphLayout | undefined {
  const task = new Map(model.nodes.map((node) => [node.id, node.task]));
  const isShared = (id: string): boolean => task.get(id) === undefined;
  const branches = model.edges.filter(({ from, to }) => isShared(from) && !isShared(to));
  if (model.edges.some(({ from, to }) => !isShared(from) && isShared(to))) return undefined;
  const sources = new Set(branches.map(({ from }) => from));
  const starts = new Set(branches.map(({ to }) => to));
  if (sources.size === 0 || branches.length < sources.size * starts.size) return undefined;
  // What shared layers read too, as gates and experts read the input, has its line already.
  const inner = new Set(model.edges.filter(({ to }) => isShared(to)).map(({ from }) => from));
  const shared = part(model, isShared);
  const upright = place(shared, 'TB', measure, gates);
  const isWide = upright.width > limit;
  const trunk = isWide ? withRoomOnTheRight(place(shared, 'LR', measure, gates)) : upright;
  const own = part(model, (id) => !isShared(id));
  const heads = headRows(own, starts, measure, gates, limit - indent);
  const width = Math.max(trunk.width, heads.width + indent);
  const moved = move(trunk, (width - trunk.width) / 2, 0);
  const rows = move(heads, indent, trunk.height + gap);
  const ends = moved.nodes.filter(({ node }) => sources.has(node.id) && !inner.has(node.id));
  const firsts = rows.nodes.filter(({ node }) => starts.has(node.id));
  return {
    width,
    height: trunk.height + gap + heads.height,
    nodes: [...moved.nodes, ...rows.nodes],
    edges: [
      ...ends.map((end) =>
        stem(wayOut(end, isWide ? rightOf(moved) : undefined), trunk.height, firsts),
      ),
      ...moved.edges,
      ...rows.edges,
      ...firsts.map(branch),
    ],
  };
}

/** Where layers that stand side by side are too wide, they stand below each other. */
function withRoomOnTheRight(trunk: GraphLayout): GraphLayout {
  return { ...trunk, width: trunk.width + gap };
}

/** Out of an end of the trunk: below it or, past what stands below it, at the right of the trunk. */
function wayOut({ x, y, width, height }: PlacedNode, right: number | undefined): readonly Point[] {
  if (right === undefined) return [{ x, y: y + height / 2 }];
  return [
    { x: x + width / 2, y },
    { x: right, y },
  ];
}

function rightOf({ nodes }: GraphLayout): number {
  return Math.max(...nodes.map(({ x, width }) => x + width / 2)) + gap / 2;
}

/** From the way out of the trunk down and along the left edge, as far as the last head. */
function stem(way: readonly Point[], bottom: number, heads: readonly PlacedNode[]): PlacedEdge {
  const points = [
    ...way,
    { x: way.at(-1)?.x ?? left, y: bottom + gap / 2 },
    { x: left, y: bottom + gap / 2 },
    { x: left, y: Math.max(...heads.map(({ y }) => y)) - gap / 2 },
  ];
  return { edge: undefined, points, curve: gap / 2, task: undefined };
}

/** From the left edge into a head. */
function branch({ x, y, width, node }: PlacedNode): PlacedEdge {
  const points = [
    { x: left, y: y - gap / 2 },
    { x: left, y },
    { x: x - width / 2, y },
  ];
  return { edge: undefined, points, curve: gap / 2, task: node.task };
}
