import type { ModelEdge, ModelGraph, ModelNode } from '../../shared/run';
import type { Encoding } from '../../shared/encoding';
import type { NetworkNode } from './node';
import type { ParameterLayout } from './parameters';
import { t } from '../../shared/l10n';

/** The picture of a network: its nodes, and an edge wherever one reads another. */
export function modelGraph(
  encoding: Encoding,
  nodes: readonly NetworkNode[],
  layout: ParameterLayout,
): ModelGraph {
  const input: ModelNode = {
    id: 'input',
    kind: 'input',
    label: t`${encoding.features.length} features`,
    shape: [encoding.width],
    parameters: 0,
  };
  return {
    nodes: [input, ...nodes.map(pictured)],
    edges: nodes.flatMap(edgesInto),
    parameters: {
      total: layout.size,
      shared: layout.count(undefined),
      tasks: Object.fromEntries(encoding.tasks.map(({ name }) => [name, layout.count(name)])),
    },
  };
}

function pictured({ id, kind, label, task, width, parameters }: NetworkNode): ModelNode {
  const sizes = parameters.map(({ shape }) => shape.reduce((size, dim) => size * dim, 1));
  return {
    id,
    kind,
    label,
    shape: [width],
    parameters: sizes.reduce((total, size) => total + size, 0),
    ...(task !== undefined && { task }),
  };
}

function edgesInto({ id, inputs }: NetworkNode): ModelEdge[] {
  return [...new Set(inputs.map(({ node }) => node))].map((from) => ({ from, to: id }));
}
