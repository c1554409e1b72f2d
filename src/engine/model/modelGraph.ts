import { sizeOf } from '../../shared/shape';
import type { ModelEdge, ModelGraph, ModelNode } from '../../shared/run';
import type { Encoding } from '../../shared/encoding';
import { inputsOf, type NetworkInput } from './inputs';
import type { NetworkNode } from './node';
import type { ParameterLayout } from './parameters';

/** The picture of a network: its nodes, and an edge wherever one reads another. */
export function modelGraph(
  encoding: Encoding,
  nodes: readonly NetworkNode[],
  layout: ParameterLayout,
): ModelGraph {
  return {
    nodes: [...inputsOf(encoding).map(picturedInput), ...nodes.map(pictured)],
    edges: nodes.flatMap(edgesInto),
    parameters: {
      total: layout.size,
      shared: layout.count(undefined),
      tasks: Object.fromEntries(encoding.tasks.map(({ name }) => [name, layout.count(name)])),
    },
  };
}

function picturedInput({ node, label, shape, task }: NetworkInput): ModelNode {
  const own = task !== undefined && { task };
  return { id: node, kind: 'input', label, shape, parameters: 0, ...own };
}

function pictured({ id, kind, label, task, shape, parameters }: NetworkNode): ModelNode {
  return {
    id,
    kind,
    label,
    shape,
    parameters: parameters.reduce((total, each) => total + sizeOf(each.shape), 0),
    ...(task !== undefined && { task }),
  };
}

function edgesInto({ id, inputs }: NetworkNode): ModelEdge[] {
  return [...new Set(inputs.map(({ node }) => node))].map((from) => ({ from, to: id }));
}
