import {
  elementTypes,
  type AttributeProto,
  type Dimension,
  type ElementType,
  type GraphProto,
  type ValueInfoProto,
} from './schema';

/** Numbers are integers; ONNX tells a float from an integer even where they are equal. */
export type AttributeValue =
  number | { readonly float: number } | string | readonly number[] | readonly string[];

/** An input or output of a graph; a dimension given by name is known only when the graph runs. */
export function valueInfo(
  name: string,
  shape: readonly (number | string)[],
  dtype: keyof typeof elementTypes,
): ValueInfoProto {
  const dim = shape.map((size): Dimension =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType: elementTypes[dtype], shape: { dim } } } };
}

/** Codes of AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, string: 3, graph: 5, ints: 7, strings: 8 } as const;

export function graphAttribute(name: string, g: GraphProto): AttributeProto {
  return { name, type: attributeTypes.graph, g };
}

export function attribute(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if (typeof value === 'string') return { name, type: attributeTypes.string, s: utf8(value) };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  return value.every((each) => typeof each === 'number')
    ? { name, type: attributeTypes.ints, ints: [...value] }
    : { name, type: attributeTypes.strings, strings: value.map(utf8) };
}

/** The bytes of a tensor's elements. */
export function rawData(values: ArrayLike<number>, dtype: ElementType): Uint8Array {
  switch (dtype) {
    case 'float32':
      return new Uint8Array(Float32Array.from(values).buffer);
    case 'float64':
      return new Uint8Array(Float64Array.from(values).buffer);
    case 'int32':
      return new Uint8Array(Int32Array.from(values).buffer);
    case 'int64':
      return new Uint8Array(BigInt64Array.from(Array.from(values), BigInt).buffer);
    case 'bool':
      return Uint8Array.from(values);
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
