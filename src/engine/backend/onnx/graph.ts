import { createHash } from 'node:crypto';
import { broadcast_util } from '@tensorflow/tfjs-core';
import { attribute, rawData, type AttributeValue } from './messages';
import { Memo } from './memo';
import { elementTypes, type ElementType, type NodeProto, type TensorProto } from './schema';

/** A tensor in an ONNX graph: what is known of it before it is computed. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

export type Attributes = Readonly<Record<string, AttributeValue>>;

type Output = Pick<Value, 'shape' | 'dtype'>;

/** Axis i of the transpose is axis `perm[i]` of `origin`. */
interface Transposed {
  readonly origin: Value;
  readonly perm: readonly number[];
}

/** A node and its result. */
interface Source {
  readonly opType: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly result: Value;
}

/** How a channels-last tensor of TensorFlow.js is made of a channels-first one of ONNX, and back. */
export const channelsLast = [0, 2, 3, 1];
export const channelsFirst = [0, 3, 1, 2];

/**
 * An ONNX graph that grows node by node; nodes stand in the order in which they can run. What is
 * computed twice (a forward pass that the gradient of each task traces anew) is written once.
 */
export class OnnxGraph {
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  /** Results of nodes by what the nodes do, and constants by their elements. */
  private readonly single = new Memo<Value>();
  private readonly several = new Memo<readonly Value[]>();
  /** Reshaped values by name: the value they were reshaped from. */
  private readonly reshapedFrom = new Map<string, Value>();
  /** Transposed values by name: what they are the transpose of. */
  private readonly transposedFrom = new Map<string, Transposed>();
  /** Values by name that repeat a smaller one along axes. */
  private readonly expandedFrom = new Map<string, Value>();
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

  scalar(value: number, dtype: ElementType = 'float32'): Value {
    return this.constant([value], [], dtype);
  }

  /** A vector of 64-bit integers: the shapes, axes and sizes that ONNX takes as inputs. */
  integers(values: readonly number[]): Value {
    return this.constant(values, [values.length], 'int64');
  }

  /** Undoes an earlier reshape where it can, so that chains of reshapes cost nothing. */
  reshape(value: Value, shape: readonly number[]): Value {
    const origin = this.reshapedFrom.get(value.name) ?? value;
    if (sameShape(origin.shape, shape)) return origin;
    const { dtype } = origin;
    const reshaped = this.add('Reshape', [origin, this.integers(shape)], { shape, dtype });
    this.reshapedFrom.set(reshaped.name, origin);
    return reshaped;
  }

  /**
   * Undoes earlier transposes where it can. A transpose that is undone, or that nothing needs,
   * costs nothing, so that channels-first values stay as they are from one kernel to the next.
   */
  transpose(value: Value, perm: readonly number[]): Value {
    const from = this.transposedFrom.get(value.name);
    const origin = from?.origin ?? value;
    const order = from ? perm.map((axis) => from.perm[axis] ?? 0) : perm;
    if (order.every((axis, index) => axis === index)) return origin;
    const shape = order.map((axis) => origin.shape[axis] ?? 1);
    const moved = order.filter((axis) => origin.shape[axis] !== 1);
    if (moved.every((axis, index) => index === 0 || axis > (moved[index - 1] ?? 0))) {
      return this.reshape(origin, shape);
    }
    const output = { shape, dtype: origin.dtype };
    const transposed = this.add('Transpose', [origin], output, { perm: order });
    this.transposedFrom.set(transposed.name, { origin, perm: order });
    return transposed;
  }

  /** Whether a channels-last value exists channels-first already. */
  isChannelsFirst({ name }: Value): boolean {
    return this.transposedFrom.get(name)?.perm.join() === channelsLast.join();
  }

  /** `value`, broadcast to a shape. What is computed of it alone is computed before that. */
  expand(value: Value, shape: readonly number[]): Value {
    const origin = this.expandedFrom.get(value.name) ?? value;
    if (sameShape(origin.shape, shape)) return origin;
    const expanded = this.add('Expand', [origin, this.integers(shape)], {
      shape,
      dtype: value.dtype,
    });
    this.expandedFrom.set(expanded.name, origin);
    return expanded;
  }

  /** A node that works element by element, with broadcasting, on as few elements as it can. */
  elementwise(
    opType: string,
    inputs: readonly Value[],
    output: Output,
    attributes: Attributes = {},
  ): Value {
    const origins = inputs.map((input) => this.expandedFrom.get(input.name) ?? input);
    const shape = broadcastShape(origins);
    const result = this.broadcasting(opType, origins, { ...output, shape }, attributes);
    return this.expand(result, output.shape);
  }

  /** Channels-first where one of the inputs is. */
  private broadcasting(
    opType: string,
    inputs: readonly Value[],
    output: Output,
    attributes: Attributes,
  ): Value {
    if (!inputs.some((input) => this.isChannelsFirst(input)) || output.shape.length !== 4) {
      return this.add(opType, inputs, output, attributes);
    }
    const { dtype } = output;
    const shape = channelsFirst.map((axis) => output.shape[axis] ?? 1);
    const aligned = inputs.map((input) => {
      const rank = input.shape.length;
      if (rank === 0) return input;
      const padded = [1, 1, 1, 1].slice(rank).concat(input.shape);
      return this.transpose(this.reshape(input, padded), channelsFirst);
    });
    return this.transpose(this.add(opType, aligned, { shape, dtype }, attributes), channelsLast);
  }

  cast(value: Value, dtype: ElementType): Value {
    if (value.dtype === dtype) return value;
    const output = { shape: value.shape, dtype };
    return this.elementwise('Cast', [value], output, { to: elementTypes[dtype] });
  }

  /** The node that computes the elements of a value, seen through reshapes and channels-first. */
  source(value: Value): Source | undefined {
    const flat = this.reshapedFrom.get(value.name) ?? value;
    const result = this.isChannelsFirst(flat) ? this.transpose(flat, channelsFirst) : flat;
    return this.sources.get(result.name);
  }

  /** Whether every element of the value is known to be `element`. */
  isFilled(value: Value, element: number): boolean {
    const { name, dtype } = this.expandedFrom.get(value.name) ?? value;
    return name === this.scalar(element, dtype).name;
  }

  /** Whether the value is the result of a node of this graph, not a constant or an input. */
  computes({ name }: Value): boolean {
    return this.sources.has(name);
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

  private append(
    opType: string,
    inputs: readonly Value[],
    outputs: readonly Value[],
    attributes: Attributes,
  ): void {
    this.nodes.push({
      opType,
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

function broadcastShape(values: readonly Value[]): number[] {
  return values.reduce<number[]>(
    (shape, value) => broadcast_util.assertAndGetBroadcastShape(shape, [...value.shape]),
    [],
  );
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}
