import { Graph, layout } from '@dagrejs/dagre';
import type { ModelEdge, ModelGraph, ModelNode } from '../../src/shared/run';
import { formatCount } from '../../src/shared/numberText';
import { formatShape } from '../format';
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
  graph.setGraph({ rankdir: direction, nodesep: 10, ranksep: 18, marginx: 2, marginy: 6 });
  graph.setDefaultEdgeLabel(() => ({}));
  const boxes = new Map(
    model.nodes.map((node) => [node.id, box(node, measure, gates.get(node.id))]),
  );
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  for (const { from, to } of model.edges) graph.setEdge(from, to);
  layout(graph, { constraints: taskOrder(model) });
  const tasks = new Map(model.nodes.map(({ id, task }) => [id, task]));
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Math.max(width, 1),
    height: Math.max(height, 1),
    nodes: [...boxes].map(([id, placed]) => ({ ...placed, ...pointOf(graph.node(id)) })),
    edges: model.edges.map((edge) => {
      const { from, to } = edge;
      const { points = [] } = graph.edge(from, to) as { points?: Point[] };
      return { edge, points: points.map(pointOf), curve: Infinity, task: tasks.get(to) };
    }),
  };
}

/** Heads side by side in the order of their tasks. */
function taskOrder({ nodes, edges }: ModelGraph): { left: string; right: string }[] {
  const tasks = new Map(nodes.map(({ id, task }) => [id, task]));
  const heads = edges.filter(
    ({ from, to }) => tasks.get(to) !== undefined && tasks.get(from) === undefined,
  );
  const firsts = [...new Set(heads.map(({ to }) => to))];
  return firsts.slice(1).map((right, index) => ({ left: firsts[index] ?? right, right }));
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
