import { createHash } from 'node:crypto';
import type { Attributes, Output, Value } from './graph';
import { Memo } from './memo';
import { attribute, rawData } from './messages';
import { elementTypes, type ElementType, type NodeProto, type TensorProto } from './schema';

/** A node and its result. */
export interface Source {
  /** With its domain before it and a dot between, unless it is ONNX's own. */
  readonly opType: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly result: Value;
}

/**
 * The nodes of a graph, in the order in which they can run, and its constants. What is computed
 * twice (a forward pass that the gradient of each task traces anew) is written once.
 */
export class Nodes {
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  /** Results of nodes by what the nodes do, and constants by their elements. */
  private readonly single = new Memo<Value>();
  private readonly several = new Memo<readonly Value[]>();
  private readonly sources = new Map<string, Source>();
  private names = 0;

  /** The result of a node with one output. */
  add(
    opType: string,
    inputs: readonly Value[],
    output: Output,
    attributes: Attributes = {},
  ): Value {
    return this.single.get(computation(opType, inputs, attributes), () => {
      const value = { name: this.newName(), ...output };
      this.append(opType, inputs, [value], attributes);
      return value;
    });
  }

  /** The results of a node with several outputs. */
  addMany(
    opType: string,
    inputs: readonly Value[],
    outputs: readonly Output[],
    attributes: Attributes = {},
  ): readonly Value[] {
    return this.several.get(computation(opType, inputs, attributes), () => {
      const values = outputs.map((output) => ({ name: this.newName(), ...output }));
      this.append(opType, inputs, values, attributes);
      return values;
    });
  }

  /** `values` in row-major order. */
  constant(values: ArrayLike<number>, shape: readonly number[], dtype: ElementType): Value {
    const bytes = rawData(values, dtype);
    const digest = createHash('sha256').update(bytes).digest('base64');
    return this.single.get(JSON.stringify([dtype, shape, digest]), () => {
      const name = this.newName();
      const dims = [...shape];
      this.initializers.push({ name, dataType: elementTypes[dtype], dims, rawData: bytes });
      return { name, shape, dtype };
    });
  }

  /** The node whose result a value is; a constant or an input has none. */
  node({ name }: Value): Source | undefined {
    return this.sources.get(name);
  }

  /** The nodes and constants that `outputs` depend on. */
  reachable(outputs: readonly Value[]): { node: NodeProto[]; initializer: TensorProto[] } {
    const needed = new Set(outputs.map(({ name }) => name));
    const live = [...this.nodes].reverse().filter(({ input, output }) => {
      if (!output.some((name) => needed.has(name))) return false;
      input.forEach((name) => needed.add(name));
      return true;
    });
    return {
      node: live.reverse(),
      initializer: this.initializers.filter(({ name }) => needed.has(name)),
    };
  }

  /** The nodes that `outputs` depend on, by their first results. */
  sourcesOf(outputs: readonly Value[]): Source[] {
    return this.reachable(outputs).node.flatMap(
      ({ output: [name = ''] }) => this.sources.get(name) ?? [],
    );
  }

  private append(
    opType: string,
    inputs: readonly Value[],
    outputs: readonly Value[],
    attributes: Attributes,
  ): void {
    const dot = opType.lastIndexOf('.');
    this.nodes.push({
      opType: opType.slice(dot + 1),
      ...(dot > 0 && { domain: opType.slice(0, dot) }),
      input: inputs.map(({ name }) => name),
      output: outputs.map(({ name }) => name),
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    });
    outputs.forEach((result) =>
      this.sources.set(result.name, { opType, inputs, attributes, result }),
    );
  }

  private newName(): string {
    return `v${this.names++}`;
  }
}

/** What a node does, in words: nodes that do the same have equal ones. */
function computation(opType: string, inputs: readonly Value[], attributes: Attributes): string {
  return JSON.stringify([opType, inputs.map(({ name }) => name), attributes]);
}
