import type { EncodedTask, Encoding } from '../../shared/encoding';
import type { NodeProto, TensorProto } from '../backend/onnx/schema';

/** An output of an exported model. */
export interface ExportedOutput {
  readonly name: string;
  readonly task: EncodedTask;
}

/** The outputs by name: that of the task, or `<task>_prediction` where a column has it already. */
export function exportedOutputs({ features, inputs = [], tasks }: Encoding): ExportedOutput[] {
  const columns = new Set([...features, ...inputs].map(({ name }) => name));
  const taken = new Set([...columns, ...tasks.map(({ name }) => name)]);
  return tasks.map((task) => {
    if (!columns.has(task.name)) return { name: task.name, task };
    let name = task.name;
    while (taken.has(name)) name += '_prediction';
    taken.add(name);
    return { name, task };
  });
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
