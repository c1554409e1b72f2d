import type { ModelGraph, ModelNode } from '../../../../src/shared/run';

const shared = (id: string, kind: ModelNode['kind'], label: string): ModelNode => ({
  id,
  kind,
  label,
  shape: [64],
  parameters: 100,
});

/** Multi-gate mixture of experts: every task mixes the same experts, by a gate on the input. */
export function mixtureGraph(tasks: readonly string[], experts: number): ModelGraph {
  const expertIds = Array.from({ length: experts }, (_, index) => `shared/expert${index}`);
  const heads = tasks.map((task) => ({
    nodes: [
      { ...shared(`tasks/${task}/gate`, 'gate', 'gate'), task },
      { ...shared(`tasks/${task}/output`, 'output', 'output 1'), task },
    ],
    edges: [
      ...['input', ...expertIds].map((from) => ({ from, to: `tasks/${task}/gate` })),
      { from: `tasks/${task}/gate`, to: `tasks/${task}/output` },
    ],
  }));
  return {
    nodes: [
      shared('input', 'input', '13 features'),
      ...expertIds.map((id) => shared(id, 'expert', 'expert 64')),
      ...heads.flatMap(({ nodes }) => nodes),
    ],
    edges: [
      ...expertIds.map((to) => ({ from: 'input', to })),
      ...heads.flatMap(({ edges }) => edges),
    ],
    parameters: { total: 1000, shared: 100 * experts, tasks: {} },
  };
}

/** A column of layers a task, and a unit that mixes them. */
export function stitchGraph(tasks: readonly string[]): ModelGraph {
  const columns = tasks.map((task) => shared(`columns/${task}/dense0`, 'dense', 'dense 64'));
  return {
    nodes: [
      shared('input', 'input', '13 features'),
      ...columns,
      shared('shared/stitch0', 'stitch', 'stitch'),
    ],
    edges: columns.flatMap(({ id }) => [
      { from: 'input', to: id },
      { from: id, to: 'shared/stitch0' },
    ]),
    parameters: { total: 1000, shared: 1000, tasks: {} },
  };
}
