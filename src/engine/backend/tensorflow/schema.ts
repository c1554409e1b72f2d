import { messageEncoder, type MessageTypes } from '../protobuf';

/** The part of TensorFlow's protobuf messages that a compiled program needs (TensorFlow 2.15). */
export interface GraphDef {
  node: NodeDef[];
  versions: { producer: number };
}

export interface NodeDef {
  name: string;
  op: string;
  /** `name` or `name:output`; `^name` is a node that has to run before. */
  input: string[];
  attr: { key: string; value: AttrValue }[];
}

/** One of its fields is set. */
export interface AttrValue {
  list?: { s?: Uint8Array[]; i?: number[]; f?: number[]; b?: boolean[]; type?: number[] };
  s?: Uint8Array;
  i?: number;
  f?: number;
  b?: boolean;
  type?: number;
  shape?: TensorShapeProto;
  tensor?: TensorProto;
}

/** A size of -1 is known only when the graph runs. */
export interface TensorShapeProto {
  dim: { size: number }[];
}

export interface TensorProto {
  dtype: number;
  tensorShape: TensorShapeProto;
  tensorContent: Uint8Array;
}

interface SavedModel {
  savedModelSchemaVersion: number;
  metaGraphs: { metaInfoDef: { tags: string[] }; graphDef: GraphDef }[];
}

const messages: MessageTypes = {
  SavedModel: {
    savedModelSchemaVersion: [1, 'int64'],
    metaGraphs: [2, 'MetaGraphDef', 'repeated'],
  },
  MetaGraphDef: { metaInfoDef: [1, 'MetaInfoDef'], graphDef: [2, 'GraphDef'] },
  MetaInfoDef: { tags: [4, 'string', 'repeated'] },
  GraphDef: { node: [1, 'NodeDef', 'repeated'], versions: [4, 'VersionDef'] },
  VersionDef: { producer: [1, 'int32'] },
  NodeDef: {
    name: [1, 'string'],
    op: [2, 'string'],
    input: [3, 'string', 'repeated'],
    attr: [5, 'AttrEntry', 'repeated'],
  },
  // What protobuf writes for an entry of a map.
  AttrEntry: { key: [1, 'string'], value: [2, 'AttrValue'] },
  AttrValue: {
    list: [1, 'ListValue'],
    s: [2, 'bytes'],
    i: [3, 'int64'],
    f: [4, 'float'],
    b: [5, 'bool'],
    type: [6, 'int32'],
    shape: [7, 'TensorShapeProto'],
    tensor: [8, 'TensorProto'],
  },
  ListValue: {
    s: [2, 'bytes', 'repeated'],
    i: [3, 'int64', 'repeated'],
    f: [4, 'float', 'repeated'],
    b: [5, 'bool', 'repeated'],
    type: [6, 'int32', 'repeated'],
  },
  TensorShapeProto: { dim: [2, 'Dim', 'repeated'] },
  Dim: { size: [1, 'int64'] },
  TensorProto: {
    dtype: [1, 'int32'],
    tensorShape: [2, 'TensorShapeProto'],
    tensorContent: [4, 'bytes'],
  },
};

const encode = messageEncoder(messages, 'SavedModel');

/** The bytes of a `saved_model.pb`. */
export function encodeSavedModel(model: SavedModel): Uint8Array {
  return encode(model);
}
