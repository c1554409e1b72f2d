import type { NamedTensor } from '../../shared/weights';
import type { FreeBatch } from '../backend/onnx/freeBatch';
import { rawData } from '../backend/onnx/messages';
import { elementTypes, type NodeProto, type TensorProto } from '../backend/onnx/schema';
import type { Model } from '../model/model';
import { renamed, type GraphParts, type Named } from './graphNames';

/** Values of a graph by the names within it, and what a file calls them, in the same order. */
export interface FileNames {
  readonly inputs: readonly Named[];
  readonly inputNames: readonly Named[];
  readonly outputNames: readonly Named[];
}

/**
 * Nodes and constants of a pass whose state are the weights, in the order of the layout, under the
 * names that a file has for them; weights that it does not read are left out.
 * @param before what makes the pass's inputs
 * @throws MtlError of kind `data` when the weights do not fit the model
 */
export function passGraph(
  { layout }: Pick<Model, 'layout'>,
  weights: readonly NamedTensor[],
  { trace, node, initializer }: FreeBatch,
  before: Pick<GraphParts, 'node' | 'initializer'>,
  { inputs, inputNames, outputNames }: FileNames,
): GraphParts {
  const { state } = trace.inputs;
  const outputs = trace.outputs.map(({ name: from }, index) => ({ from, name: `output${index}` }));
  const nodes = [...before.node, ...node, ...outputs.map(({ from, name }) => identity(from, name))];
  const isRead = new Set(nodes.flatMap(({ input }) => input));
  const tensors = weightTensors(state, layout.toNamed(layout.fromNamed(weights)));
  // What is before and the pass share small constants.
  const constants = [...before.initializer, ...initializer].map(
    (each) => [each.name, each] as const,
  );
  const parts = {
    node: nodes,
    initializer: [
      ...tensors.filter(({ name }) => isRead.has(name)),
      ...new Map(constants).values(),
    ],
  };
  return renamed(
    renamed(parts, state, layout.parameters),
    [...inputs, ...outputs],
    [...inputNames, ...outputNames],
  );
}

export function identity(from: string, to: string): NodeProto {
  return { opType: 'Identity', input: [from], output: [to], attribute: [] };
}

/** @param values of the graph, in the order of the weights */
function weightTensors(values: readonly Named[], weights: readonly NamedTensor[]): TensorProto[] {
  return weights.map((weight, index) => ({
    name: values[index]?.name ?? '',
    dataType: elementTypes.float32,
    dims: [...weight.shape],
    rawData: rawData(weight.values, 'float32'),
  }));
}
