import { operationNotCompiled } from '../compileErrors';
import { attributeKinds, type OpAttribute } from './binding';
import { shapeProto, text } from './graphBuilder';
import type { AttrValue } from './schema';

/**
 * An attribute of a recorded operation as a graph has it.
 * @param operation for the error
 * @throws MtlError `operation-not-compiled` for one of a kind that graphs do not have
 */
export function attributeValue({ type, value }: OpAttribute, operation: string): AttrValue {
  const list = typeof value === 'object' ? value : undefined;
  switch (type) {
    case attributeKinds.string:
      return list
        ? { list: { s: list.map((each) => new TextEncoder().encode(String(each))) } }
        : text(String(value));
    case attributeKinds.int:
      return list ? { list: { i: list.map(Number) } } : { i: Number(value) };
    case attributeKinds.float:
      return list ? { list: { f: list.map(Number) } } : { f: Number(value) };
    case attributeKinds.bool:
      return list ? { list: { b: list.map(Boolean) } } : { b: Boolean(value) };
    case attributeKinds.type:
      return list ? { list: { type: list.map(Number) } } : { type: Number(value) };
    case attributeKinds.shape:
      return { shape: shapeProto((list ?? []).map(Number)) };
    default:
      throw operationNotCompiled(operation, 'a TensorFlow graph');
  }
}
