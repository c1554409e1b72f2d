import type { TypedArray } from '@tensorflow/tfjs-core';
import { dataTypes } from './binding';
import type { AttrValue, GraphDef, NodeDef, TensorShapeProto } from './schema';

export type Attributes = Readonly<Record<string, AttrValue>>;

/** Version of TensorFlow's graphs from which on all operations that are written here mean the same. */
const graphVersion = 1087;

/** A TensorFlow graph that grows node by node; a node is known by its name. */
export class GraphBuilder {
  private readonly nodes: NodeDef[] = [];
  private names = 0;

  /** @returns its name, which is its first output as well */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    name = this.newName(),
  ): string {
    const attr = Object.entries(attributes).map(([key, value]) => ({ key, value }));
    this.nodes.push({ name, op, input: [...inputs], attr });
    return name;
  }

  /** A name for a node that others refer to before it is there. */
  newName(): string {
    return `node${this.names++}`;
  }

  /** @param after nodes that have to run before, as `^name` */
  constant(
    values: TypedArray,
    shape: readonly number[],
    dtype: number,
    after: readonly string[] = [],
  ): string {
    const tensorContent = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const tensor = { dtype, tensorShape: shapeProto(shape), tensorContent };
    return this.node('Const', after, { dtype: type(dtype), value: { tensor } });
  }

  int(value: number, after: readonly string[] = []): string {
    return this.constant(Int32Array.of(value), [], dataTypes.int32, after);
  }

  /** A value that is given to the graph; -1 in the shape fits any size. */
  placeholder(name: string, shape: readonly number[], dtype: number): string {
    const attributes = { dtype: type(dtype), shape: { shape: shapeProto(shape) } };
    return this.node('Placeholder', [], attributes, name);
  }

  /** Rows `index` of `values`, along the first axis. */
  gather(values: string, index: string, dtype: number, after: readonly string[]): string {
    return this.node('GatherV2', [values, index, this.int(0, after)], {
      Tparams: type(dtype),
      Tindices: type(dataTypes.int32),
      Taxis: type(dataTypes.int32),
    });
  }

  build(): GraphDef {
    return { node: this.nodes, versions: { producer: graphVersion } };
  }
}

export function type(dtype: number): AttrValue {
  return { type: dtype };
}

export function text(value: string): AttrValue {
  return { s: new TextEncoder().encode(value) };
}

export function shapeProto(shape: readonly number[]): TensorShapeProto {
  return { dim: shape.map((size) => ({ size })) };
}
