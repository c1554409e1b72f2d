import type { ProgramSpec } from '../program';
import { blockedOperators } from './channelBlock';
import type { OnnxGraph, Value } from './graph';
import { attribute, graphAttribute, valueInfo } from './messages';
import {
  irVersion,
  ownOperators,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
} from './schema';
import type { Trace } from './trace';

/** Names of the model's inputs and outputs, in the order of the program's. */
export const names = {
  indices: 'indices',
  state: (index: number) => `startState${index}`,
  column: (index: number) => `column${index}`,
  input: (index: number) => `inputs${index}`,
  newState: (index: number) => `endState${index}`,
  output: (index: number) => `outputs${index}`,
};

/**
 * The model that runs a step over many batches: an ONNX Scan whose body gathers the rows of its
 * batch, computes the step, carries the state that changes and stacks the outputs. State that the
 * step returns as it was is no output. Neither the number of rows nor the number of steps is fixed.
 * (A Loop is as fast, but needs a trip count and a gather for each input of a step.)
 */
export function programModel(spec: ProgramSpec, trace: Trace): ModelProto {
  const { state, columns, stepInputs, batchSize } = spec;
  const changed = positions(trace, true);
  const outputs = trace.outputs.map(({ shape }, index) =>
    valueInfo(names.output(index), ['steps', ...shape], 'float32'),
  );
  return {
    irVersion,
    producerName: 'mtl-lab',
    opsetImport: trace.graph.block ? [ownOperators, blockedOperators] : [ownOperators],
    graph: {
      name: spec.name,
      node: [...passedThrough(trace), scanNode(spec, trace)],
      initializer: [],
      input: [
        ...state.map(({ shape, dtype }, i) => valueInfo(names.state(i), shape, dtype)),
        ...columns.map(({ shape, dtype }, i) =>
          valueInfo(names.column(i), ['rows', ...shape], dtype),
        ),
        valueInfo(names.indices, ['steps', batchSize], 'int32'),
        ...stepInputs.map(({ shape, dtype }, i) =>
          valueInfo(names.input(i), ['steps', ...shape], dtype),
        ),
      ],
      output: [
        ...state.flatMap(({ shape, dtype }, i) =>
          changed.includes(i) ? [valueInfo(names.newState(i), shape, dtype)] : [],
        ),
        ...outputs,
      ],
    },
  };
}

/** Positions in the state: those that the step changes, or those that it returns as they were. */
function positions({ inputs, state }: Trace, changed: boolean): number[] {
  return state.flatMap(({ name }, index) =>
    (name !== inputs.state[index]?.name) === changed ? [index] : [],
  );
}

/** State that never changes is read by the body where it stands, rather than copied every step. */
function passedThrough(trace: Trace): NodeProto[] {
  return positions(trace, false).map((index) =>
    identity(names.state(index), trace.state[index]?.name ?? ''),
  );
}

function identity(input: string, output: string): NodeProto {
  return { opType: 'Identity', input: [input], output: [output], attribute: [] };
}

function scanNode(spec: ProgramSpec, trace: Trace): NodeProto {
  const { graph, inputs, state, outputs } = trace;
  const carried = positions(trace, true);
  const rows: Value = { name: 'rows', shape: [spec.batchSize], dtype: 'int32' };
  const values = [...pick(state, carried), ...outputs];
  const { node, initializer } = graph.reachable(values);
  const { results, copies } = ownResults(graph, values);
  const gather = inputs.batch.map(({ name }, index) => ({
    opType: 'Gather',
    input: [names.column(index), rows.name],
    output: [name],
    attribute: [],
  }));
  const body = {
    name: 'step',
    node: [...gather, ...node, ...copies],
    initializer,
    input: [...pick(inputs.state, carried), rows, ...inputs.inputs].map(info),
    output: results.map(info),
  };
  return {
    opType: 'Scan',
    input: [
      ...carried.map((index) => names.state(index)),
      names.indices,
      ...inputs.inputs.map((_, index) => names.input(index)),
    ],
    output: [
      ...carried.map((index) => names.newState(index)),
      ...outputs.map((_, index) => names.output(index)),
    ],
    attribute: [
      graphAttribute('body', body),
      attribute('num_scan_inputs', 1 + inputs.inputs.length),
    ],
  };
}

/** Values as a graph's outputs, which must be results of its own nodes, and different ones. */
function ownResults(graph: OnnxGraph, values: readonly Value[]) {
  const copies: NodeProto[] = [];
  const taken = new Set<string>();
  const results = values.map((value, index) => {
    const { name } = value;
    if (graph.node(value) && !taken.has(name)) {
      taken.add(name);
      return value;
    }
    const copy = `result${index}`;
    copies.push(identity(name, copy));
    return { ...value, name: copy };
  });
  return { results, copies };
}

function pick<Item>(items: readonly Item[], indices: readonly number[]): Item[] {
  return items.filter((_, index) => indices.includes(index));
}

function info({ name, shape, dtype }: Value): ValueInfoProto {
  return valueInfo(name, shape, dtype);
}
