import {
  elementTypes,
  type AttributeProto,
  type Dimension,
  type ElementType,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './schema';

/** A tensor in an ONNX graph: what is known of it before it is computed. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

type AttributeValue = number | string | readonly number[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

type Output = Pick<Value, 'shape' | 'dtype'>;

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

  cast(value: Value, dtype: ElementType): Value {
    if (value.dtype === dtype) return value;
    return this.add('Cast', [value], { shape: value.shape, dtype }, { to: elementTypes[dtype] });
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

/** An input or output of a graph; a dimension given by name is known only when the graph runs. */
export function valueInfo(
  name: string,
  shape: readonly (number | string)[],
  dtype: ElementType,
): ValueInfoProto {
  const dim = shape.map((size): Dimension =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType: elementTypes[dtype], shape: { dim } } } };
}

/** Codes of AttributeProto.AttributeType. */
const attributeTypes = { int: 2, string: 3, graph: 5, ints: 7 } as const;

export function graphAttribute(name: string, g: GraphProto): AttributeProto {
  return { name, type: attributeTypes.graph, g };
}

export function attribute(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if (typeof value === 'string') {
    return { name, type: attributeTypes.string, s: new TextEncoder().encode(value) };
  }
  return { name, type: attributeTypes.ints, ints: [...value] };
}

function rawData(values: ArrayLike<number>, dtype: ElementType): Uint8Array {
  switch (dtype) {
    case 'float32':
      return new Uint8Array(Float32Array.from(values).buffer);
    case 'int32':
      return new Uint8Array(Int32Array.from(values).buffer);
    case 'int64':
      return new Uint8Array(BigInt64Array.from(Array.from(values), BigInt).buffer);
    case 'bool':
      return Uint8Array.from(values);
  }
}
