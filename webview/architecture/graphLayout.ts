import { Graph, layout } from '@dagrejs/dagre';
import type { ModelGraph, ModelNode } from '../../src/shared/run';
import { formatCount, formatShape } from '../format';

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
  readonly lines: readonly string[];
}

export interface PlacedEdge {
  readonly points: readonly Point[];
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
/** Below this, labels are too small to read: the picture scrolls instead. */
export const smallestScale = 0.75;

/** What is written into a node: its task where it is one's output, the layer, shape and parameters. */
export function nodeLines({ kind, label, shape, parameters, task }: ModelNode): string[] {
  const size = parameters > 0 ? ` · ${formatCount(parameters)}` : '';
  if (kind === 'dropout') return [label];
  const lines = [label, `${formatShape(shape)}${size}`];
  return kind === 'output' && task !== undefined ? [task, ...lines] : lines;
}

/** How much a layout has to shrink to fit, at most 1. */
export function fittingScale({ width }: Pick<GraphLayout, 'width'>, available: number): number {
  return Math.min(1, available / width);
}

/**
 * Places the graph from top to bottom or from left to right, whichever leaves its labels larger in
 * the available width (in pixels); of two that fit, the flatter one.
 */
export function layoutGraph(
  graph: ModelGraph,
  available: number,
  measure: MeasureText,
): GraphLayout {
  const [down, across] = [place(graph, 'TB', measure), place(graph, 'LR', measure)];
  const gain = fittingScale(across, available) - fittingScale(down, available);
  if (gain === 0) return across.height <= down.height ? across : down;
  return gain > 0 ? across : down;
}

function place(model: ModelGraph, direction: 'TB' | 'LR', measure: MeasureText): GraphLayout {
  const graph = new Graph();
  graph.setGraph({ rankdir: direction, nodesep: 10, ranksep: 18, marginx: 2, marginy: 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  const boxes = new Map(model.nodes.map((node) => [node.id, box(node, measure)]));
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  for (const { from, to } of model.edges) graph.setEdge(from, to);
  layout(graph);
  const tasks = new Map(model.nodes.map(({ id, task }) => [id, task]));
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Math.max(width, 1),
    height: Math.max(height, 1),
    nodes: [...boxes].map(([id, placed]) => ({ ...placed, ...pointOf(graph.node(id)) })),
    edges: model.edges.map(({ from, to }) => {
      const { points = [] } = graph.edge(from, to) as { points?: Point[] };
      return { points: points.map(pointOf), task: tasks.get(to) };
    }),
  };
}

function pointOf(value: unknown): Point {
  const { x, y } = value as Point;
  return { x, y };
}

function box(node: ModelNode, measure: MeasureText): Omit<PlacedNode, 'x' | 'y'> {
  const lines = nodeLines(node);
  const width = Math.max(...lines.map(measure), 36) + 2 * padding.x;
  return { node, lines, width, height: lines.length * lineHeight + 2 * padding.y };
}
