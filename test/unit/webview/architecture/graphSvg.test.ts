// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { layerTable } from '../../../../webview/architecture/architectureSection';
import { place } from '../../../../webview/architecture/graphLayout';
import { drawGraph } from '../../../../webview/architecture/graphSvg';
import { text } from '../../../../webview/text';
import { modelGraph } from '../support/shownRun';

const tasks = ['income', 'married'];
const model = modelGraph(tasks);
const none = new Map();

describe('the picture of the model', () => {
  const layout = place(model, 'TB', (line) => 6 * line.length, none);
  const svg = drawGraph(layout, tasks, none, text.architectureDescription(model.nodes, 10_946));

  it('shows each head in its task’s colour and what is shared in none', () => {
    const classes = (name: string): string[] =>
      [...svg.querySelectorAll('.node')]
        .filter((node) => node.textContent?.includes(name))
        .map((node) => node.getAttribute('class') ?? '');
    expect(classes('income')).toEqual(['node node-output task-blue']);
    expect(classes('married')).toEqual(['node node-output task-orange']);
    expect(classes('dense 64')).toEqual(['node node-dense shared']);
    expect(svg.querySelectorAll('.edge.task-blue')).toHaveLength(2);
  });

  it('is one image with a description in words', () => {
    expect(svg.getAttribute('role')).toBe('img');
    expect(svg.getAttribute('aria-label')).toBe(
      'Graph of the model, 10,946 parameters. ' +
        'shared: 13 features, dense 64 · relu, dropout 0.1. ' +
        'task income: dense 32 · relu, output 1. ' +
        'task married: dense 32 · relu, output 1.',
    );
  });
});

describe('the model as a table', () => {
  it('has a row a layer', () => {
    expect(layerTable(model, none).rows).toEqual([
      ['13 features', 'shared', '[104]', '0'],
      ['dense 64 · relu', 'shared', '[64]', '6,720'],
      ['dropout 0.1', 'shared', '[64]', '0'],
      ['dense 32 · relu', 'income', '[32]', '2,080'],
      ['output 1', 'income', '[1]', '33'],
      ['dense 32 · relu', 'married', '[32]', '2,080'],
      ['output 1', 'married', '[1]', '33'],
    ]);
  });
});
