import type { Encoding, NumberEncoding } from '../../shared/encoding';
import type { OnnxGraph, Value } from '../backend/onnx/graph';
import { attribute } from '../backend/onnx/messages';
import type { NodeProto, TensorProto } from '../backend/onnx/schema';
import type { Named } from './graphNames';

/** Operators on texts are not among ONNX's own. */
export const textOperators = { domain: 'ai.onnx.ml', version: 2 };

/** The part of a model that encodes the columns of a table as the trainer does. */
export interface EncodedInputs {
  /** The columns, by the names that they have within the graph. */
  readonly columns: readonly Named[];
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  /** [batch, encoding.width] */
  readonly features: Value;
}

/**
 * Appends the encoding to a graph that has none yet: a column a feature, [batch, 1], of numbers
 * (NaN where there is none) or texts (for unknown and missing ones alike stands the last place).
 * @param batchSize that the graph's shapes are given for
 */
export function encodeInputs(
  graph: OnnxGraph,
  { width, features }: Encoding,
  batchSize: number,
): EncodedInputs {
  const shape = [batchSize, 1];
  const columns = features.map((_, index) => ({ name: `column${index}` }));
  const lookups: NodeProto[] = [];
  const encoded = features.map(({ encoding }, index) => {
    const name = columns[index]?.name ?? '';
    if (encoding.type === 'number') {
      return scaled(graph, { name, shape, dtype: 'float32' }, encoding);
    }
    const place: Value = { name: `place${index}`, shape, dtype: 'int64' };
    lookups.push(lookup(name, place, encoding.categories));
    return oneHot(graph, place, encoding.categories.length + 1);
  });
  const output = { shape: [batchSize, width], dtype: 'float32' as const };
  const joined = graph.add('Concat', encoded, output, { axis: 1 });
  const { node, initializer } = graph.reachable([joined]);
  return { columns, node: [...lookups, ...node], initializer, features: joined };
}

/** In double precision, as the trainer: years, say, differ in their last digits only. */
function scaled(graph: OnnxGraph, column: Value, { shift, scale, missing }: NumberEncoding): Value {
  const { shape } = column;
  const number = graph.cast(column, 'float64');
  const output = { shape, dtype: 'float64' as const };
  const isMissing = graph.add('IsNaN', [number], { shape, dtype: 'bool' });
  const filled = graph.add('Where', [isMissing, graph.scalar(missing, 'float64'), number], output);
  const shifted = graph.add('Sub', [filled, graph.scalar(shift, 'float64')], output);
  return graph.cast(graph.add('Div', [shifted, graph.scalar(scale, 'float64')], output), 'float32');
}

function lookup(column: string, place: Value, categories: readonly string[]): NodeProto {
  const unknown = categories.length;
  // An empty text is a missing one; as a key it keeps the table from being empty.
  const keys = categories.includes('') ? categories : [...categories, ''];
  return {
    opType: 'LabelEncoder',
    domain: textOperators.domain,
    input: [column],
    output: [place.name],
    attribute: [
      attribute('keys_strings', keys),
      attribute(
        'values_int64s',
        keys.map((_, index) => index),
      ),
      attribute('default_int64', unknown),
    ],
  };
}

function oneHot(graph: OnnxGraph, place: Value, width: number): Value {
  const rows = place.shape[0] ?? 1;
  const depth = graph.constant([width], [], 'int64');
  const values = graph.constant([0, 1], [2], 'float32');
  const output = { shape: [rows, 1, width], dtype: 'float32' as const };
  const spread = graph.add('OneHot', [place, depth, values], output, { axis: -1 });
  return graph.add('Flatten', [spread], { ...output, shape: [rows, width] }, { axis: 1 });
}
