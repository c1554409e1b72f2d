import {
  DataStorage,
  engine,
  KernelBackend,
  type BackendValues,
  type DataType,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { operationNotCompiled, valueRead } from '../compileErrors';
import type { OnnxGraph, Value } from './graph';
import type { Kernel } from './kernels/kernel';
import type { ElementType } from './schema';

/** What a tensor of this backend holds: numbers known while compiling, or a value of the graph. */
type Data =
  | {
      readonly values: ArrayLike<number>;
      readonly shape: readonly number[];
      readonly dtype: DataType;
    }
  | { readonly value: Value; readonly origin: string };

/** A TensorFlow.js backend whose kernels append ONNX nodes to the graph of the current trace. */
export class SymbolicBackend extends KernelBackend {
  private readonly data = new DataStorage<Data>(this, engine());
  private readonly references = new WeakMap<object, number>();
  private graph: OnnxGraph | undefined;
  /** Constants that the current graph already has. */
  private constants = new WeakMap<object, Value>();

  /** Runs `trace` with a graph to write to. */
  withGraph<Result>(graph: OnnxGraph, trace: () => Result): Result {
    this.graph = graph;
    this.constants = new WeakMap();
    try {
      return trace();
    } finally {
      this.graph = undefined;
    }
  }

  /** @param origin what the value is, for messages */
  tensorInfo(value: Value, origin: string): TensorInfo {
    const { dtype } = value;
    if (dtype === 'int64' || dtype === 'float64') {
      throw new Error(`${origin} is of a type TensorFlow.js does not have`);
    }
    const dataId = {};
    this.store(dataId, { value, origin });
    return { dataId, shape: [...value.shape], dtype };
  }

  /** The value of a tensor, in the shape that the tensor has. */
  graphValue({ dataId, shape }: TensorInfo): Value {
    const graph = this.currentGraph();
    const data = this.data.get(dataId);
    const value = 'value' in data ? data.value : this.constant(dataId, data);
    return graph.reshape(value, shape);
  }

  /** Appends the nodes of a kernel to the graph. */
  appendKernel(
    name: string,
    kernel: Kernel,
    inputs: object,
    attributes: object,
  ): TensorInfo | TensorInfo[] {
    const given = Object.entries(inputs as Record<string, TensorInfo | undefined>);
    const values = given.flatMap(([input, info]) =>
      info ? [[input, this.graphValue(info)] as const] : [],
    );
    const outputs = kernel(this.currentGraph(), Object.fromEntries(values), { ...attributes });
    const info = (output: Value) => this.tensorInfo(output, `the result of ${name}`);
    return Array.isArray(outputs) ? outputs.map(info) : info(outputs);
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): object {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: object,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    this.store(dataId, { values: values as ArrayLike<number>, shape, dtype }, refCount);
  }

  override readSync(dataId: object): BackendValues {
    const data = this.data.get(dataId);
    if ('value' in data) throw valueRead(data.origin);
    return data.values as Float32Array;
  }

  override read(dataId: object): Promise<BackendValues> {
    return Promise.resolve(this.readSync(dataId));
  }

  override refCount(dataId: object): number {
    return this.references.get(dataId) ?? 0;
  }

  override incRef(dataId: object): void {
    this.references.set(dataId, this.refCount(dataId) + 1);
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    this.references.set(dataId, this.refCount(dataId) - 1);
    if (this.refCount(dataId) > 0 && !force) return false;
    this.data.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.data.numDataIds();
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  private store(dataId: object, data: Data, refCount = 1): void {
    this.data.set(dataId, data);
    this.references.set(dataId, refCount);
  }

  private constant(dataId: object, { values, shape, dtype }: Extract<Data, { values: unknown }>) {
    const known = this.constants.get(dataId);
    if (known) return known;
    if (dtype === 'string' || dtype === 'complex64')
      throw operationNotCompiled(`on ${dtype}`, 'ONNX');
    const value = constantOf(this.currentGraph(), values, shape, dtype);
    this.constants.set(dataId, value);
    return value;
  }

  private currentGraph(): OnnxGraph {
    if (!this.graph) throw new Error('a compiled step was left before its end');
    return this.graph;
  }
}

/** Equal elements, such as the ones that TensorFlow.js broadcasts with, are an expanded scalar. */
function constantOf(
  graph: OnnxGraph,
  values: ArrayLike<number>,
  shape: readonly number[],
  dtype: ElementType,
): Value {
  const first = values[0];
  const uniform = first !== undefined && Array.from(values).every((value) => value === first);
  return uniform
    ? graph.expand(graph.scalar(first, dtype), shape)
    : graph.constant(values, shape, dtype);
}
