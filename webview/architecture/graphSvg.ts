import { svgElement } from '../dom';
import { taskStyle } from '../tasks';
import { lineHeight, type GraphLayout, type PlacedNode, type Point } from './graphLayout';

/**
 * The placed graph as a picture: one image with a description, coloured by classes alone.
 * @param tasks in the order of the experiment
 */
export function drawGraph(
  { width, height, nodes, edges }: GraphLayout,
  tasks: readonly string[],
  description: string,
): SVGSVGElement {
  const taskClass = (task: string | undefined): string =>
    task === undefined ? 'shared' : taskStyle(tasks.indexOf(task)).className;
  return svgElement(
    'svg',
    { class: 'graph', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': description },
    ...edges.map(({ points, task }) =>
      svgElement('path', { class: `edge ${taskClass(task)}`, d: curve(points) }),
    ),
    ...nodes.map((placed) => drawNode(placed, taskClass(placed.node.task), tasks)),
  );
}

function drawNode(placed: PlacedNode, className: string, tasks: readonly string[]): SVGElement {
  const { node, lines, x, y, width, height } = placed;
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

/** A smooth path through an edge's points: straight ends, a quadratic curve around each bend. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  const bends = rest.slice(0, -1).map((bend, index) => {
    const next = rest[index + 1] ?? last;
    const end = index === rest.length - 2 ? last : middle(bend, next);
    return `Q${bend.x},${bend.y} ${end.x},${end.y}`;
  });
  return [`M${first.x},${first.y}`, ...bends, `L${last.x},${last.y}`].join(' ');
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
