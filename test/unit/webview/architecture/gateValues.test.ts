// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { chooseLayout } from '../../../../webview/architecture/chooseLayout';
import {
  describeGate,
  gateLines,
  readGate,
  readGates,
} from '../../../../webview/architecture/gateValues';
import { layerTable } from '../../../../webview/architecture/architectureSection';
import { drawGraph } from '../../../../webview/architecture/graphSvg';
import { mixtureGraph, stitchGraph } from '../support/gatedGraph';

const tasks = ['income', 'married'];
const mixture = mixtureGraph(tasks, 3);
const gate = { id: 'tasks/income/gate', kind: 'gate' } as const;

describe('what a gate lets through', () => {
  it('is a value a branch, past the edge that the gate decides by', () => {
    const reading = readGate(mixture, gate, [0.5, 0.3, 0.2]);
    expect(gateLines(reading)).toEqual(['0.50 0.30 0.20']);
    expect(describeGate(reading, mixture.nodes)).toBe('expert0 0.50, expert1 0.30, expert2 0.20');
  });

  it('takes several lines for many branches', () => {
    const values = [0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2];
    expect(gateLines(readGate(mixtureGraph(tasks, 8), gate, values))).toEqual([
      '0.20 0.10 0.10 0.10',
      '0.10 0.10 0.10 0.20',
    ]);
  });

  it('is a row an output for a unit that mixes columns, in short where there are many', () => {
    const stitch = { id: 'shared/stitch0', kind: 'stitch' } as const;
    const two = readGate(stitchGraph(tasks), stitch, [0.9, 0.1, -0.2, 0.8]);
    expect(gateLines(two)).toEqual(['0.90 0.10', '−0.20 0.80']);
    expect(describeGate(two, [])).toBe('output 1: 0.90, 0.10; output 2: −0.20, 0.80');
    const subspaces = Array.from({ length: 16 }, (_, index) => (index % 5 === 0 ? 0.7 : 0.1));
    expect(gateLines(readGate(stitchGraph(tasks), stitch, subspaces))).toEqual(['own 0.70']);
  });

  it('is the mean for a mask of units', () => {
    const mask = { id: 'shared/stitch0', kind: 'attention' } as const;
    const values = Array.from({ length: 64 }, (_, unit) => (unit < 32 ? 0.25 : 0.75));
    expect(gateLines(readGate(stitchGraph(tasks), mask, values))).toEqual(['mean 0.50']);
  });
});

describe('the picture of a model with gates', () => {
  const gates = readGates(mixture, { [gate.id]: [0, 1, 0.5], 'tasks/gone/gate': [1] });
  const layout = chooseLayout(mixture, 1000, (line) => 6 * line.length, gates);
  const svg = drawGraph(layout, tasks, gates, 'Graph');

  it('says values in the gate and draws lines as thick', () => {
    const texts = [...svg.querySelectorAll('.node-gate')].map(({ textContent }) => textContent);
    expect(texts.filter((text) => text?.includes('0.00 1.00 0.50'))).toHaveLength(1);
    const lines = [...svg.querySelectorAll<SVGPathElement>('.edge')].filter(
      ({ style }) => style.strokeWidth !== '',
    );
    const widths = lines.map(({ style }) => parseFloat(style.strokeWidth));
    expect(lines.map(({ textContent }) => textContent)).toEqual(['0.00', '1.00', '0.50']);
    expect(widths[1]).toBeGreaterThan(3 * widths[0]!);
    expect(widths[2]).toBeCloseTo((widths[0]! + widths[1]!) / 2);
  });

  it('keeps room for the values in the box', () => {
    const box = layout.nodes.find(({ node }) => node.id === gate.id)!;
    expect(box.width).toBeGreaterThan(6 * '0.00 1.00 0.50'.length);
  });

  it('is a column of the table of layers', () => {
    const { columns, rows } = layerTable(mixture, gates);
    expect(columns.at(-1)).toBe('lets through');
    expect(rows.map((row) => row.at(-1)).filter((cell) => cell !== '')).toEqual([
      'expert0 0.00, expert1 1.00, expert2 0.50',
    ]);
  });

  it('draws kinds of nodes that it does not know', () => {
    const nodes = mixture.nodes.map((node) => ({ ...node, kind: 'novel' as typeof node.kind }));
    const drawn = drawGraph(
      chooseLayout({ ...mixture, nodes }, 300, (line) => 6 * line.length, gates),
      tasks,
      gates,
      'Graph',
    );
    expect(drawn.querySelectorAll('.node-novel')).toHaveLength(nodes.length);
  });
});
