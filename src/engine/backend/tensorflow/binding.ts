import {
  findBackend,
  type BackendValues,
  type Tensor,
  type TensorInfo,
  type TypedArray,
} from '@tensorflow/tfjs-core';

type AttributeValue = boolean | number | string;

/** An attribute of an operation. */
export interface OpAttribute {
  readonly name: string;
  /** One of `attributeKinds`. */
  readonly type: number;
  readonly value: AttributeValue | readonly AttributeValue[];
}

/** A tensor of TensorFlow's own: the number it is known by, its shape and its type's number. */
export interface TensorHandle {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** tfjs-node's addon, as far as it is used here: the calls into TensorFlow. */
export interface Binding {
  executeOp(
    name: string,
    attributes: OpAttribute[],
    inputs: number[],
    outputCount: number,
  ): TensorHandle[];
  /** The array must not change as long as the tensor lives: it may share its memory. */
  createTensor(shape: number[], dtype: number, values: BackendValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): TypedArray;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(session: number): void;
  /** Names are separated by commas. */
  runSavedModel(
    session: number,
    inputs: number[],
    inputNames: string,
    outputNames: string,
  ): TensorHandle[];
}

/** tfjs-node's backend, as far as it is used here. */
export interface TensorflowBackend {
  binding: Binding;
  /** A TensorFlow.js tensor, which owns the handle from now on. */
  createOutputTensor(handle: TensorHandle): Tensor;
  /** The ids of tensors; constants that TensorFlow does not have yet are handed to it. */
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: TensorInfo[]): Tensor;
}

/** Name under which tfjs-node registers itself. */
export const tfjsBackend = 'tensorflow';

/** TensorFlow's numbers of types of tensors: TF_DataType of its C interface. */
export const dataTypes = { float32: 1, int32: 3, bool: 10, resource: 20 } as const;

/** TensorFlow's numbers of kinds of attributes: TF_AttrType. */
export const attributeKinds = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;

/** The backend that tfjs-node has registered. */
export function registeredBackend(): TensorflowBackend {
  return findBackend(tfjsBackend) as unknown as TensorflowBackend;
}
