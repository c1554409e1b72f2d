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
} from './graphLayout';

/** How far a line that goes on with a head stands to the right of its first one. */
const indent = 16;

/**
 * A row a head, from left to right; where that is wider than `limit`, heads that are a chain of layers
 * go on in further lines. What feeds the first layer of a head besides the shared ones stands above it.
 * @param starts the first layers of heads
 */
export function headRows(
  model: ModelGraph,
  starts: ReadonlySet<string>,
  measure: MeasureText,
  gates: GateReadings,
  limit: number,
): GraphLayout {
  const isFed = ({ edges }: ModelGraph): boolean => edges.some(({ to }) => starts.has(to));
  const across = (some: ModelGraph): GraphLayout => place(some, 'LR', measure, gates);
  const whole = across(model);
  if (whole.width <= limit && !isFed(model)) return whole;
  const tasks = [...new Set(model.nodes.map(({ task }) => task))];
  return tasks
    .map((task) => {
      const ids = model.nodes.filter((node) => node.task === task).map(({ id }) => id);
      const head = part(model, (id) => ids.includes(id));
      if (isFed(head)) return place(head, 'TB', measure, gates);
      return isChain(head) ? linesOf(head, across, limit - indent).reduce(goOn) : across(head);
    })
    .reduce((upper, lower) => below(upper, lower, 0));
}

function isChain({ nodes, edges }: ModelGraph): boolean {
  return (
    edges.length === nodes.length - 1 &&
    edges.every(({ from, to }, index) => from === nodes[index]?.id && to === nodes[index + 1]?.id)
  );
}

/** A chain cut into lines, each as long as fits. */
function linesOf(
  chain: ModelGraph,
  across: (part: ModelGraph) => GraphLayout,
  limit: number,
): GraphLayout[] {
  const lines: GraphLayout[] = [];
  let line: readonly string[] = [];
  for (const { id } of chain.nodes) {
    const longer = [...line, id];
    const placed = across(part(chain, (each) => longer.includes(each)));
    const fits = line.length === 0 || placed.width <= limit;
    if (fits && line.length > 0) lines.pop();
    line = fits ? longer : [id];
    lines.push(fits ? placed : across(part(chain, (each) => each === id)));
  }
  return lines;
}

/** A line below the others, with a way to it from their end. */
function goOn(upper: GraphLayout, lower: GraphLayout): GraphLayout {
  const joined = below(upper, lower, indent);
  const [end, next] = joined.nodes.slice(upper.nodes.length - 1);
  return end && next
    ? { ...joined, edges: [...joined.edges, way(end, next, upper.height)] }
    : joined;
}

/** Down from a node, back along the height between the lines, and into the next one. */
function way(from: PlacedNode, { x, y, width, node }: PlacedNode, height: number): PlacedEdge {
  const left = x - width / 2 - indent / 2;
  const points = [
    { x: from.x, y: from.y + from.height / 2 },
    { x: from.x, y: height },
    { x: left, y: height },
    { x: left, y },
    { x: x - width / 2, y },
  ];
  return { edge: undefined, points, curve: indent / 4, task: node.task };
}

function below(upper: GraphLayout, lower: GraphLayout, right: number): GraphLayout {
  const { nodes, edges } = move(lower, right, upper.height);
  return {
    width: Math.max(upper.width, lower.width + right),
    height: upper.height + lower.height,
    nodes: [...upper.nodes, ...nodes],
    edges: [...upper.edges, ...edges],
  };
}
