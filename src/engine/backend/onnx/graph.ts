import { attribute, rawData, type AttributeValue } from './messages';
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

/** How a channels-last tensor of TensorFlow.js is made of a channels-first one of ONNX, and back. */
export const channelsLast = [0, 2, 3, 1];
export const channelsFirst = [0, 3, 1, 2];

/** Constants up to this size are shared when they are equal. */
const sharedConstantBytes = 64;

/** An ONNX graph that grows node by node; nodes stand in the order in which they can run. */
export class OnnxGraph {
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly constants = new Map<string, Value>();
  /** Reshaped values by name: the value they were reshaped from. */
  private readonly reshapedFrom = new Map<string, Value>();
  private readonly reshapes = new Map<string, Value>();
  /** Transposed values by name: what they are the transpose of. */
  private readonly transposedFrom = new Map<string, Transposed>();
  private readonly transposes = new Map<string, Value>();
  private names = 0;

  /** Appends a node with one output. */
  add(
    opType: string,
    inputs: readonly Value[],
    output: Output,
    attributes: Attributes = {},
  ): Value {
    const value = { name: this.newName(), ...output };
    this.append(opType, inputs, [value], attributes);
    return value;
  }

  /** Appends a node with several outputs. */
  addMany(
    opType: string,
    inputs: readonly Value[],
    outputs: readonly Output[],
    attributes: Attributes = {},
  ): Value[] {
    const values = outputs.map((output) => ({ name: this.newName(), ...output }));
    this.append(opType, inputs, values, attributes);
    return values;
  }

  /** `values` in row-major order. */
  constant(values: ArrayLike<number>, shape: readonly number[], dtype: ElementType): Value {
    const bytes = rawData(values, dtype);
    const key =
      bytes.length <= sharedConstantBytes ? `${dtype}:${shape.join()}:${bytes.join()}` : '';
    const known = this.constants.get(key);
    if (known) return known;
    const name = this.newName();
    const dims = [...shape];
    this.initializers.push({ name, dataType: elementTypes[dtype], dims, rawData: bytes });
    const value = { name, shape, dtype };
    if (key) this.constants.set(key, value);
    return value;
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
    const key = `${origin.name}:${shape.join()}`;
    const known = this.reshapes.get(key);
    if (known) return known;
    const { dtype } = origin;
    const reshaped = this.add('Reshape', [origin, this.integers(shape)], { shape, dtype });
    this.reshapes.set(key, reshaped);
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
    const key = `${origin.name}:${order.join()}`;
    const known = this.transposes.get(key);
    if (known) return known;
    const output = { shape, dtype: origin.dtype };
    const transposed = this.add('Transpose', [origin], output, { perm: order });
    this.transposes.set(key, transposed);
    this.transposedFrom.set(transposed.name, { origin, perm: order });
    return transposed;
  }

  /** Whether a channels-last value exists channels-first already. */
  isChannelsFirst({ name }: Value): boolean {
    return this.transposedFrom.get(name)?.perm.join() === channelsLast.join();
  }

  /**
   * Appends a node that works element by element, with broadcasting; channels-first where one of
   * its inputs is.
   */
  elementwise(
    opType: string,
    inputs: readonly Value[],
    output: Output,
    attributes: Attributes = {},
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

  /** Whether the value is the result of a node of this graph, not a constant or an input. */
  computes({ name }: Value): boolean {
    return this.nodes.some(({ output }) => output.includes(name));
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
  }

  private newName(): string {
    return `v${this.names++}`;
  }
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}
