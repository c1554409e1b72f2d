import { describe, expect, it } from 'vitest';
import { chooseLayout } from '../../../../webview/architecture/chooseLayout';
import { foldedLayout } from '../../../../webview/architecture/foldedLayout';
import { nodeLines, place, type GraphLayout } from '../../../../webview/architecture/graphLayout';
import { modelGraph } from '../support/shownRun';

const none = new Map();
const measure = (text: string): number => 6.5 * text.length;
const eight = ['toxic', 'severe', 'obscene', 'threat', 'insult', 'attack', 'explicit', 'other'];

/** No box overlaps another one or leaves the picture. */
function expectTidy({ nodes, width, height }: GraphLayout): void {
  nodes.forEach((a, index) => {
    expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
    expect(a.x + a.width / 2).toBeLessThanOrEqual(width);
    expect(a.y - a.height / 2).toBeGreaterThanOrEqual(0);
    expect(a.y + a.height / 2).toBeLessThanOrEqual(height);
    for (const b of nodes.slice(index + 1)) {
      const apart =
        Math.abs(a.x - b.x) >= (a.width + b.width) / 2 ||
        Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
      expect(apart, `${a.node.id} and ${b.node.id}`).toBe(true);
    }
  });
}

describe('what is written into a node', () => {
  it('is the layer, its output shape and parameters, and an output’s task', () => {
    const nodes = modelGraph(['income']).nodes;
    expect(nodes.map((node) => nodeLines(node))).toEqual([
      ['13 features', '[104]'],
      ['dense 64 · relu', '[64] · 6,720'],
      ['dropout 0.1'],
      ['dense 32 · relu', '[32] · 2,080'],
      ['income', 'output 1', '[1] · 33'],
    ]);
  });
});

describe('the layout of the graph', () => {
  it('has a box that holds its lines for every node, and a line for every edge', () => {
    const graph = modelGraph(['income', 'married']);
    const layout = place(graph, 'TB', measure, none);
    expectTidy(layout);
    expect(layout.nodes.map(({ node }) => node.id)).toEqual(graph.nodes.map(({ id }) => id));
    expect(layout.edges).toHaveLength(graph.edges.length);
    for (const { node, width } of layout.nodes)
      expect(width).toBeGreaterThan(Math.max(...nodeLines(node).map(measure)));
  });

  it('puts heads in the order of their tasks', () => {
    const { nodes } = place(modelGraph(eight), 'TB', measure, none);
    const outputs = nodes.filter(({ node }) => node.kind === 'output');
    const fromLeft = outputs.toSorted((a, b) => a.x - b.x).map(({ node }) => node.task);
    expect(fromLeft).toEqual(eight);
  });

  it('goes down in a sidebar, across in a wide panel, and folds many heads', () => {
    const two = modelGraph(['income', 'married']);
    const sidebar = chooseLayout(two, 290, measure, none);
    expect(sidebar.height).toBeGreaterThan(sidebar.width);
    const panel = chooseLayout(two, 900, measure, none);
    expect(panel.width).toBeGreaterThan(panel.height);
    const many = chooseLayout(modelGraph(eight), 290, measure, none);
    expect(many.width).toBeLessThanOrEqual(290);
    expectTidy(many);
  });

  it('does not fold a model whose heads start at several layers', () => {
    const graph = modelGraph(['income', 'married']);
    const edges = [...graph.edges, { from: 'shared/dense0', to: 'tasks/income/dense0' }];
    expect(foldedLayout({ ...graph, edges }, measure, none)).toBeUndefined();
  });
});
