import type { EncodedTask } from '../../shared/encoding';
import { answeredTasks } from '../model/predictionPass';
import type { TrainedModel } from './modelFile';
import type { NodeProto, TensorProto } from '../backend/onnx/schema';

/** An output of an exported model. */
export interface ExportedOutput {
  readonly name: string;
  readonly task: EncodedTask;
  /** Of a row. */
  readonly shape: readonly number[];
  /** Which one it is of what the task's decoder sees; absent for a prediction. */
  readonly seen?: number;
}

/**
 * The outputs by name: that of the task, or `<task>_prediction` where a column has it already; then
 * `<task>_seen0` and so on, what decoders see.
 */
export function exportedOutputs({
  encoding,
  model,
}: Pick<TrainedModel, 'encoding' | 'model'>): ExportedOutput[] {
  const { features, inputs = [], tasks } = encoding;
  const outputs = [
    ...answeredTasks(encoding).map((task) => ({
      name: task.name,
      task,
      shape: predictionShape(task),
    })),
    ...tasks.flatMap((task) =>
      (model.writers.get(task.name)?.seen ?? []).map((shape, seen) => ({
        name: `${task.name}_seen${seen}`,
        task,
        shape,
        seen,
      })),
    ),
  ];
  const columns = new Set([...features, ...inputs].map(({ name }) => name));
  const taken = new Set([...columns, ...outputs.map(({ name }) => name)]);
  return outputs.map((output) => {
    if (!columns.has(output.name)) return output;
    let { name } = output;
    while (taken.has(name)) name += '_prediction';
    taken.add(name);
    return { ...output, name };
  });
}

/** Labels of tokens come with the probabilities of each. */
function predictionShape({ spec, outputs, outputShape = [] }: EncodedTask): readonly number[] {
  if (spec.type === 'tagging') return [...outputShape, outputs];
  return outputShape.length > 0 ? outputShape : [outputs];
}

/** Nodes and constants of a graph. */
export interface GraphParts {
  readonly node: NodeProto[];
  readonly initializer: TensorProto[];
}

export interface Named {
  readonly name: string;
}

/** Renames values of a graph; another value that has one of the new names gets a longer one. */
export function renamed(
  { node, initializer }: GraphParts,
  from: readonly Named[],
  to: readonly Named[],
): GraphParts {
  const names = new Map(from.map(({ name }, index) => [name, to[index]?.name ?? name]));
  const taken = new Set(names.values());
  const rename = (old: string): string => {
    const given = names.get(old);
    if (given !== undefined) return given;
    let name = old;
    while (taken.has(name)) name = `_${name}`;
    return name;
  };
  return {
    node: node.map(({ input, output, ...rest }) => ({
      ...rest,
      input: input.map(rename),
      output: output.map(rename),
    })),
    initializer: initializer.map(({ name, ...rest }) => ({ ...rest, name: rename(name) })),
  };
}
