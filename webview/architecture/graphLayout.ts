import { Graph, layout } from '@dagrejs/dagre';
import type { ModelEdge, ModelGraph, ModelNode } from '../../src/shared/run';
import { formatCount } from '../../src/shared/numberText';
import { formatShape } from '../format';
import { orderOf } from './nodeOrder';
import { gateLines, type GateReading, type GateReadings } from './gateValues';

/** Width of a text in pixels, at the size in which nodes are labelled. */
export type MeasureText = (text: string) => number;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node's box, by its centre, in pixels. */
export interface PlacedNode extends Point {
  readonly node: ModelNode;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  /** Undefined where one line is for several edges. */
  readonly edge: ModelEdge | undefined;
  readonly points: readonly Point[];
  /** Pixels before and after a bend that are a curve, at most. */
  readonly curve: number;
  /** The task whose head it leads into; undefined for what is shared. */
  readonly task: string | undefined;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export const lineHeight = 14;
const padding = { x: 8, y: 5 };
/** Around the picture: outputs have marks on their lower edge. */
const margin = { x: 2, y: 6 };

/**
 * What is written into a node: its task where it is one's output, the layer, shape and parameters,
 * and what it lets through.
 */
export function nodeLines(
  { kind, label, shape, parameters, task }: ModelNode,
  reading?: GateReading,
): string[] {
  const size = parameters > 0 ? ` · ${formatCount(parameters)}` : '';
  if (kind === 'dropout') return [label];
  const lines = [label, `${formatShape(shape)}${size}`, ...(reading ? gateLines(reading) : [])];
  return kind === 'output' && task !== undefined ? [task, ...lines] : lines;
}

/**
 * Places the graph from top to bottom or from left to right.
 * @param gates what is written into nodes of what they let through
 */
export function place(
  model: ModelGraph,
  direction: 'TB' | 'LR',
  measure: MeasureText,
  gates: GateReadings,
): GraphLayout {
  const graph = new Graph();
  graph.setGraph({ rankdir: direction, nodesep: 10, ranksep: 18 });
  graph.setDefaultEdgeLabel(() => ({}));
  const boxes = new Map(
    model.nodes.map((node) => [node.id, box(node, measure, gates.get(node.id))]),
  );
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  for (const { from, to } of model.edges) graph.setEdge(from, to);
  layout(graph, { customOrder: orderOf(model) });
  const tasks = new Map(model.nodes.map(({ id, task }) => [id, task]));
  return aroundAll(
    [...boxes].map(([id, placed]) => ({ ...placed, ...pointOf(graph.node(id)) })),
    model.edges.map((edge) => {
      const { from, to } = edge;
      const { points = [] } = graph.edge(from, to) as { points?: Point[] };
      return { edge, points: points.map(pointOf), curve: Infinity, task: tasks.get(to) };
    }),
  );
}

/** The layout with a margin around nodes and edges: dagre's own bounds leave edges out. */
function aroundAll(nodes: readonly PlacedNode[], edges: readonly PlacedEdge[]): GraphLayout {
  const bends = edges.flatMap(({ points }) => points);
  const xs = [
    ...nodes.flatMap(({ x, width }) => [x - width / 2, x + width / 2]),
    ...bends.map(({ x }) => x),
  ];
  const ys = [
    ...nodes.flatMap(({ y, height }) => [y - height / 2, y + height / 2]),
    ...bends.map(({ y }) => y),
  ];
  const [left, top] = [Math.min(...xs) - margin.x, Math.min(...ys) - margin.y];
  const [right, bottom] = [Math.max(...xs) + margin.x, Math.max(...ys) + margin.y];
  return move({ width: right - left, height: bottom - top, nodes, edges }, -left, -top);
}

/** The layout shifted by so many pixels. */
export function move(layout: GraphLayout, right: number, down: number): GraphLayout {
  const shift = <Place extends Point>(at: Place): Place => ({
    ...at,
    x: at.x + right,
    y: at.y + down,
  });
  return {
    ...layout,
    nodes: layout.nodes.map(shift),
    edges: layout.edges.map((edge) => ({ ...edge, points: edge.points.map(shift) })),
  };
}

/** Some nodes of a model, with the edges between them. */
export function part(model: ModelGraph, isPart: (id: string) => boolean): ModelGraph {
  return {
    ...model,
    nodes: model.nodes.filter(({ id }) => isPart(id)),
    edges: model.edges.filter(({ from, to }) => isPart(from) && isPart(to)),
  };
}

function pointOf(value: unknown): Point {
  const { x, y } = value as Point;
  return { x, y };
}

function box(
  node: ModelNode,
  measure: MeasureText,
  reading: GateReading | undefined,
): Omit<PlacedNode, 'x' | 'y'> {
  const lines = nodeLines(node, reading);
  const width = Math.max(...lines.map(measure), 36) + 2 * padding.x;
  return { node, width, height: lines.length * lineHeight + 2 * padding.y };
}
