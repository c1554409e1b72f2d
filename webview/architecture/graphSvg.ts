import { svgElement } from '../dom';
import { taskStyle } from '../tasks';
import { gateNumber, type GateReading, type GateReadings } from './gateValues';
import {
  lineHeight,
  nodeLines,
  type GraphLayout,
  type PlacedEdge,
  type PlacedNode,
  type Point,
} from './graphLayout';

/**
 * The placed graph as a picture: one image with a description, coloured by classes alone.
 * @param tasks in the order of the experiment
 * @param gates what nodes let through, which is written into them; lines to them are as thick
 */
export function drawGraph(
  { width, height, nodes, edges }: GraphLayout,
  tasks: readonly string[],
  gates: GateReadings,
  description: string,
): SVGSVGElement {
  const taskClass = (task: string | undefined): string =>
    task === undefined ? 'shared' : taskStyle(tasks.indexOf(task)).className;
  return svgElement(
    'svg',
    { class: 'graph', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': description },
    ...edges.map((edge) => drawEdge(edge, taskClass(edge.task), gates)),
    ...nodes.map((placed) => {
      const { id, task } = placed.node;
      return drawNode(placed, taskClass(task), tasks, gates.get(id));
    }),
  );
}

/** Pixels; a branch that is let through wholly is as thick as all of it. */
const edgeWidth = { least: 0.75, most: 5 };

function drawEdge(placed: PlacedEdge, className: string, gates: GateReadings): SVGElement {
  const drawn = svgElement('path', { class: `edge ${className}`, d: path(placed) });
  const { from, to } = placed.edge ?? {};
  const reading = gates.get(to ?? '');
  const branch =
    reading?.form === 'branches' ? reading.branches.find((each) => each.from === from) : undefined;
  if (!branch) return drawn;
  const part = Math.min(1, Math.abs(branch.value));
  drawn.style.strokeWidth = `${edgeWidth.least + part * (edgeWidth.most - edgeWidth.least)}px`;
  drawn.append(svgElement('title', {}, gateNumber(branch.value)));
  return drawn;
}

function drawNode(
  placed: PlacedNode,
  className: string,
  tasks: readonly string[],
  reading: GateReading | undefined,
): SVGElement {
  const { node, x, y, width, height } = placed;
  const lines = nodeLines(node, reading);
  const [left, top] = [x - width / 2, y - height / 2];
  const isOutput = node.kind === 'output' && node.task !== undefined;
  const firstLine = y - ((lines.length - 1) * lineHeight) / 2;
  return svgElement(
    'g',
    { class: `node node-${node.kind} ${className}` },
    svgElement('rect', { x: left, y: top, width, height, rx: 3 }),
    ...lines.map((line, index) =>
      svgElement(
        'text',
        { x, y: firstLine + index * lineHeight, class: isOutput && index === 0 ? 'task-name' : '' },
        line,
      ),
    ),
    ...(isOutput ? [outputMark(node.task, tasks, { x, y: top + height })] : []),
  );
}

function outputMark(task: string, tasks: readonly string[], { x, y }: Point): SVGElement {
  return svgElement('path', {
    class: 'output-mark',
    d: taskStyle(tasks.indexOf(task)).mark,
    transform: `translate(${x} ${y})`,
  });
}

/** A path through an edge's points with a quadratic curve around each bend. */
function path({ points, curve }: PlacedEdge): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  const bends = rest.slice(0, -1).map((bend, index) => {
    const before = index === 0 ? first : middle(points[index] ?? first, bend);
    const after = index === rest.length - 2 ? last : middle(bend, rest[index + 1] ?? last);
    const [start, end] = [toward(bend, before, curve), toward(bend, after, curve)];
    return `L${start.x},${start.y} Q${bend.x},${bend.y} ${end.x},${end.y}`;
  });
  return [`M${first.x},${first.y}`, ...bends, `L${last.x},${last.y}`].join(' ');
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** The point on the way from one to the other, at most `distance` away. */
function toward(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length <= distance) return to;
  const part = distance / length;
  return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
}
