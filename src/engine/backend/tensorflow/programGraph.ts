import { operationNotCompiled } from '../compileErrors';
import type { ProgramSpec, TensorSpec } from '../program';
import { attributeValue } from './attributeValue';
import { dataTypes } from './binding';
import { GraphBuilder } from './graphBuilder';
import type { Recording } from './record';
import type { RecordedConstant } from './recorder';
import type { GraphDef } from './schema';
import { StepLoop } from './stepLoop';

/** Names of the graph's inputs, in the order of the program's. */
export const names = {
  steps: 'steps',
  indices: 'indices',
  state: (index: number) => `state${index}`,
  column: (index: number) => `column${index}`,
  input: (index: number) => `input${index}`,
};

/** The graph of a program, and the names of the nodes with its results. */
export interface ProgramGraph {
  readonly graph: GraphDef;
  /** In the order of the state; undefined for what the step returns as it was. */
  readonly state: readonly (string | undefined)[];
  readonly outputs: readonly string[];
}

/**
 * The graph that runs a step over many batches: a loop that gathers the rows of its batch, does
 * what was recorded, carries the state that changes and stacks the outputs. Neither the number of
 * rows nor the number of steps is fixed. Columns are given flat.
 * @throws MtlError `operation-not-compiled`
 */
export function programGraph(spec: ProgramSpec, recording: Recording): ProgramGraph {
  const { inputs, state, outputs } = recording;
  const graph = new GraphBuilder();
  const loop = new StepLoop(graph, graph.placeholder(names.steps, [], dataTypes.int32));
  const values = new Map<number, string>();

  batches(graph, loop, spec).forEach((value, index) => set(values, inputs.batch[index], value));
  spec.stepInputs.forEach(({ shape, dtype }, index) => {
    const rows = graph.placeholder(names.input(index), [-1, ...shape], dataTypes[dtype]);
    set(values, inputs.inputs[index], rowOf(graph, loop, rows, dataTypes[dtype]));
  });
  const carried = spec.state.map(({ shape, dtype }, index) => {
    const first = graph.placeholder(names.state(index), shape, dataTypes[dtype]);
    const id = inputs.state[index];
    if (state[index] === id) {
      set(values, id, loop.invariant(first, dataTypes[dtype]));
      return undefined;
    }
    const each = loop.carry(first, dataTypes[dtype]);
    set(values, id, each.value);
    return each;
  });
  const valueOf = operations(graph, loop, recording, values);
  carried.forEach((each, index) => each?.next(valueOf(state[index] ?? -1)));
  return {
    state: carried.map((each) => each?.last),
    outputs: outputs.map(({ id, shape, dtype }) => loop.stack(valueOf(id), shape, dtype)),
    graph: graph.build(),
  };
}

/** The rows of each column that a step uses. */
function batches(graph: GraphBuilder, loop: StepLoop, spec: ProgramSpec): string[] {
  const { int32 } = dataTypes;
  const indices = graph.placeholder(names.indices, [-1, spec.batchSize], int32);
  const rows = rowOf(graph, loop, indices, int32);
  return spec.columns.map((column, index) => {
    const dtype = dataTypes[column.dtype];
    const flat = graph.placeholder(names.column(index), [-1], dtype);
    const whole = loop.invariant(asRows(graph, flat, column), dtype);
    return graph.gather(whole, rows, dtype, loop.inStep);
  });
}

function asRows(graph: GraphBuilder, flat: string, { shape, dtype }: TensorSpec): string {
  const { int32 } = dataTypes;
  const rows = graph.constant(Int32Array.of(-1, ...shape), [1 + shape.length], int32);
  return graph.node('Reshape', [flat, rows], {
    T: { type: dataTypes[dtype] },
    Tshape: { type: int32 },
  });
}

/** What a step sees of values that are given for all steps. */
function rowOf(graph: GraphBuilder, loop: StepLoop, all: string, dtype: number): string {
  return graph.gather(loop.invariant(all, dtype), loop.step, dtype, loop.inStep);
}

/**
 * Adds what was recorded.
 * @param values nodes of the recording's tensors by id
 * @returns finds the node of a tensor
 */
function operations(
  graph: GraphBuilder,
  loop: StepLoop,
  { operations, constants }: Recording,
  values: Map<number, string>,
): (id: number) => string {
  const valueOf = (id: number): string => {
    const known = values.get(id);
    if (known !== undefined) return known;
    const constant = constants.get(id);
    if (!constant) throw new Error(`tensor ${id} was not recorded`);
    return set(values, id, constantNode(graph, loop, constant));
  };
  for (const { name, attributes, inputs, outputs } of operations) {
    const attr = Object.fromEntries(
      attributes.map((each) => [each.name, attributeValue(each, name)]),
    );
    const from = inputs.map(valueOf);
    const node = graph.node(name, from.length > 0 ? from : loop.inStep, attr);
    outputs.forEach((id, index) => set(values, id, index === 0 ? node : `${node}:${index}`));
  }
  return valueOf;
}

function constantNode(graph: GraphBuilder, loop: StepLoop, constant: RecordedConstant): string {
  const { values, handle } = constant;
  if (Array.isArray(values)) throw operationNotCompiled('on string', 'a TensorFlow graph');
  return graph.constant(values, handle.shape, handle.dtype, loop.inStep);
}

function set(values: Map<number, string>, id: number | undefined, value: string): string {
  if (id !== undefined) values.set(id, value);
  return value;
}
