import { describe, expect, it } from 'vitest';
import { chooseLayout, drawnScale } from '../../../../webview/architecture/chooseLayout';
import { foldedLayout } from '../../../../webview/architecture/foldedLayout';
import { readGates } from '../../../../webview/architecture/gateValues';
import {
  nodeLines,
  place,
  type GraphLayout,
  type Point,
} from '../../../../webview/architecture/graphLayout';
import type { Encoding } from '../../../../src/shared/encoding';
import type { ModelSpec } from '../../../../src/shared/modelSpec';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { binaries, encodingOf, everyArchitecture } from '../../engine/model/support';
import { mixtureGraph } from '../support/gatedGraph';
import { modelGraph } from '../support/shownRun';

const none = new Map();
const measure = (text: string): number => 6.5 * text.length;
const eight = ['toxic', 'severe', 'obscene', 'threat', 'insult', 'attack', 'explicit', 'other'];

const words = {
  type: 'text',
  tokens: 'words',
  lowercase: true,
  hasSpaces: false,
  vocabulary: ['<padding>', '<unknown>', 'a', 'b'],
} as const;
const labelled = { outputs: 2, scale: 1, shift: 0, targetShape: [5], outputShape: [5, 2] };

/** The tasks of compiler-messages. */
const textEncoding: Encoding = {
  width: 0,
  features: [],
  inputs: [{ name: 'tokens', shape: [5], dtype: 'int32', encoding: words }],
  tasks: [
    {
      ...labelled,
      name: 'french',
      spec: {
        type: 'sequence',
        target: 'french',
        maxTokens: 5,
        vocabulary: 9,
        tokens: 'words',
        lowercase: false,
        decoder: { layers: 1, hidden: 16, heads: 2, dropout: 0 },
        labelSmoothing: 0,
        beam: 1,
        decodedRows: 0,
        metrics: ['chrf'],
      },
      text: words,
      feature: 'tokens',
    },
    {
      ...labelled,
      name: 'phrases',
      spec: { type: 'tagging', target: 'phrases', metrics: ['f1'] },
      feature: 'tokens',
    },
    {
      name: 'category',
      spec: { type: 'multiclass', target: 'category', metrics: ['accuracy'] },
      ...{ outputs: 3, scale: 1, shift: 0 },
    },
  ],
};
const textModel: ModelSpec = {
  architecture: 'hard-sharing',
  encoders: {
    tokens: [
      { embedding: 8, positions: 'none' },
      { gru: 8, bidirectional: true },
    ],
  },
  shared: [{ dropout: 0.3 }],
  heads: { french: [], phrases: [], category: [{ globalPool: 'max' }] },
};

/** No box overlaps another one, and nothing leaves the picture. */
function expectTidy({ nodes, edges, width, height }: GraphLayout): void {
  for (const { x, y } of edges.flatMap(({ points }) => points)) {
    expect(Math.min(x, y, width - x, height - y)).toBeGreaterThanOrEqual(0);
  }
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

/** How often lines of two edges cross between their ends. */
function crossings({ edges }: GraphLayout): number {
  const pieces = edges.map(({ points }) => points.slice(1).map((to, at) => [points[at]!, to]));
  return pieces
    .flatMap((some, at) => pieces.slice(at + 1).map((others) => [some, others] as const))
    .flatMap(([some, others]) => some.flatMap((one) => others.map((other) => [one, other])))
    .filter(([one, other]) => splits(one!, other!) && splits(other!, one!)).length;
}

/** Whether the ends of a piece are on both sides of the line through another. */
function splits([from, to]: Point[], piece: readonly Point[]): boolean {
  const side = ({ x, y }: Point): number =>
    Math.sign((to!.x - from!.x) * (y - from!.y) - (to!.y - from!.y) * (x - from!.x));
  return side(piece[0]!) * side(piece[1]!) < 0;
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

  it.each(['TB', 'LR'] as const)('crosses no lines of heads with a decoder, %s', (direction) => {
    const { graph } = buildModel(textModel, textEncoding);
    const layout = place(graph, direction, measure, none);
    expectTidy(layout);
    expect(crossings(layout)).toBe(0);
  });

  it.each(Object.entries(everyArchitecture))('shows all of %s, columns by task', (_, spec) => {
    const { graph } = buildModel(spec, encodingOf(104, binaries(2)));
    expectTidy(place(graph, 'LR', measure, none));
    const layout = place(graph, 'TB', measure, none);
    expectTidy(layout);
    for (const layer of ['dense0', 'dense1']) {
      const [first, second] = ['t0', 't1'].map((task) =>
        layout.nodes.find(({ node }) => node.id === `shared/${task}/${layer}`),
      );
      if (first && second && first.y === second.y) expect(first.x).toBeLessThan(second.x);
    }
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

  it('shows a decoder as its task’s output, and what it has written as its own', () => {
    const { graph } = buildModel(textModel, textEncoding);
    const layout = chooseLayout(graph, 330, measure, none);
    expectTidy(layout);
    const decoder = layout.nodes.find(({ node }) => node.id === 'tasks/french/decoder')!;
    expect(nodeLines(decoder.node).slice(0, 2)).toEqual(['french', 'decoder 1 × 16']);
    const written = layout.nodes.find(({ node }) => node.id === 'written/french');
    expect(written?.node.task).toBe('french');
  });

  it('puts what a decoder has written above it where heads stand below each other', () => {
    const { graph } = buildModel(textModel, textEncoding);
    const layout = foldedLayout(graph, measure, none, 220)!;
    expectTidy(layout);
    const at = (id: string) => layout.nodes.find(({ node }) => node.id === id)!;
    const [written, decoder] = [at('written/french'), at('tasks/french/decoder')];
    expect(written.x).toBe(decoder.x);
    expect(written.y + written.height / 2).toBeLessThan(decoder.y - decoder.height / 2);
  });

  it('goes on with long heads in further lines, layer by layer, below each other', () => {
    const dense = { dense: 32, activation: 'relu', l2: 0 } as const;
    const heads = { default: [dense, dense, dense] };
    const spec = { architecture: 'hard-sharing', shared: [dense], heads } as const;
    const { graph } = buildModel(spec, encodingOf(104, binaries(5)));
    const layout = chooseLayout(graph, 290, measure, none);
    expectTidy(layout);
    expect(drawnScale(layout, 290) * layout.width).toBeLessThanOrEqual(290);
    const boxes = new Map(layout.nodes.map((placed) => [placed.node.id, placed]));
    const ys = ['dense0', 'dense1', 'dense2', 'output'].map((id) => boxes.get(`tasks/t0/${id}`)!.y);
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
    expect(ys.at(-1)).toBeGreaterThan(ys[0]!);
    expect(boxes.get('tasks/t1/dense0')!.y).toBeGreaterThan(ys.at(-1)!);
    // Each layer is entered by a line: between lines of a head, too.
    const ends = layout.edges.map(({ points }) => points.at(-1)!);
    for (const { x, y, width, node } of boxes.values()) {
      if (node.task === undefined) continue;
      expect(ends.some((end) => end.y === y && Math.abs(end.x - (x - width / 2)) < 1)).toBe(true);
    }
  });

  it('folds a mixture of experts into a sidebar, values of its gates included', () => {
    const graph = mixtureGraph(['income', 'married'], 3);
    const values = { 'tasks/income/gate': [0.5, 0.3, 0.2], 'tasks/married/gate': [0.2, 0.3, 0.5] };
    const gates = readGates(graph, values);
    const layout = chooseLayout(graph, 290, measure, gates);
    expectTidy(layout);
    expect(drawnScale(layout, 290) * layout.width).toBeLessThanOrEqual(290);
    const boxes = new Map(layout.nodes.map(({ node, y }) => [node.id, y]));
    const lowest = Math.max(...[0, 1, 2].map((expert) => boxes.get(`shared/expert${expert}`)!));
    expect(boxes.get('tasks/income/gate')).toBeGreaterThan(lowest);
    expect(boxes.get('tasks/married/gate')).toBeGreaterThan(boxes.get('tasks/income/gate')!);
    expect(boxes.get('tasks/income/output')).toBe(boxes.get('tasks/income/gate'));
  });

  it('puts experts below each other where they are too wide side by side', () => {
    const graph = mixtureGraph(['income', 'married'], 4);
    const layout = chooseLayout(graph, 225, measure, none);
    expectTidy(layout);
    expect(drawnScale(layout, 225) * layout.width).toBeLessThanOrEqual(225);
    const experts = layout.nodes.filter(({ node }) => node.id.startsWith('shared/expert'));
    expect(new Set(experts.map(({ y }) => y)).size).toBe(4);
  });

  it('does not fold a model whose heads start at several layers', () => {
    const graph = modelGraph(['income', 'married']);
    const edges = [...graph.edges, { from: 'shared/dense0', to: 'tasks/income/dense0' }];
    expect(foldedLayout({ ...graph, edges }, measure, none, 290)).toBeUndefined();
  });
});
