import { isDeepStrictEqual } from 'node:util';
import { MtlError } from '../../../shared/errors';
import { t } from '../../../shared/l10n';
import type { ProgramSpec } from '../program';
import { sizeOf } from '../../../shared/shape';
import { attribute, rawData } from './messages';
import { elementTypes, type NodeProto, type TensorProto } from './schema';
import { traceStep, type Trace } from './trace';

/** A step's graph that takes batches of any size. */
export interface FreeBatch {
  /** The trace at one size; what it says of shapes holds for that size. */
  readonly trace: Trace;
  /** The nodes of the outputs, in the order in which they can run. */
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
}

/** Primes that no layer is as wide as, so that no size is taken for the batch's by chance. */
const sizes = [10_007, 10_009] as const;

const batchName = 'batchSize';

/**
 * Compiles a step for batches of any size: it is traced at two sizes, and what differs between the
 * graphs is what depends on the size. Shapes, ranges and repeats are integers a + b * size, which
 * the graph then computes; a constant of one value as large as the batch is spread out.
 *
 * (A Scan over single rows would also take any number of them, but runs every operation a row at a
 * time: a dense layer is then no longer a product of matrices.)
 * @throws MtlError `batch-dependent` when the graphs differ in another way
 */
export function traceFreeBatch(specOf: (batchSize: number) => ProgramSpec): FreeBatch {
  const [trace, other] = [traceStep(specOf(sizes[0])), traceStep(specOf(sizes[1]))];
  const [first, second] = [trace, other].map(({ graph, outputs }) => graph.reachable(outputs));
  if (!first || !second || !isDeepStrictEqual(first.node, second.node)) {
    throw batchDependent('its operations differ');
  }
  const sizeNodes: NodeProto[] = [];
  const initializer: TensorProto[] = [];
  first.initializer.forEach((tensor, index) => {
    const twin = second.initializer[index];
    if (isDeepStrictEqual(tensor, twin)) initializer.push(tensor);
    else sizeNodes.push(...freeConstant(tensor, twin, initializer));
  });
  const batch = trace.inputs.batch[0]?.name ?? '';
  const shape = node('Shape', [batch], batchName, [attribute('start', 0), attribute('end', 1)]);
  return {
    trace,
    node: [...(sizeNodes.length > 0 ? [shape, ...sizeNodes] : []), ...first.node],
    initializer,
  };
}

/** Nodes that compute a constant which differs between the sizes; `initializer` gets their own. */
function freeConstant(
  tensor: TensorProto,
  twin: TensorProto | undefined,
  initializer: TensorProto[],
): NodeProto[] {
  const { name, dataType, dims, rawData: bytes } = tensor;
  if (twin?.dataType !== dataType || dims.length !== twin.dims.length) {
    throw batchDependent(`the constant ${name} differs`);
  }
  const isSameShape = isDeepStrictEqual(dims, twin.dims);
  if (isSameShape && dataType === elementTypes.int64 && dims.length === 1) {
    return affine(name, integers(tensor), integers(twin), initializer);
  }
  const one = bytes.subarray(0, bytes.length / sizeOf(dims));
  if (isSameShape || !repeats(bytes, one) || !repeats(twin.rawData, one)) {
    throw batchDependent(`the constant ${name} differs`);
  }
  const [value, shape] = [`${name}/value`, `${name}/shape`];
  initializer.push({ name: value, dataType, dims: [], rawData: one });
  return [...affine(shape, dims, twin.dims, initializer), node('Expand', [value, shape], name)];
}

/** Nodes for the integers that are `first` and `second` at the two sizes. */
function affine(
  name: string,
  first: readonly number[],
  second: readonly number[],
  initializer: TensorProto[],
): NodeProto[] {
  const factors = first.map((value, at) => ((second[at] ?? 0) - value) / (sizes[1] - sizes[0]));
  const offsets = first.map((value, at) => value - (factors[at] ?? 0) * sizes[0]);
  // A square of the size, say, would be a line through two points too, but a far-off one.
  const isNear = (offset: number, at: number) => factors[at] === 0 || Math.abs(offset) < sizes[0];
  if (!factors.every(Number.isInteger) || !offsets.every(isNear)) {
    throw batchDependent(`the constant ${name} differs`);
  }
  const constant = (part: string, values: readonly number[]): string => {
    const own = `${name}/${part}`;
    const tensor = { dims: [values.length], rawData: rawData(values, 'int64') };
    initializer.push({ name: own, dataType: elementTypes.int64, ...tensor });
    return own;
  };
  return [
    node('Mul', [constant('factor', factors), batchName], `${name}/product`),
    node('Add', [`${name}/product`, constant('offset', offsets)], name),
  ];
}

function node(
  opType: string,
  input: string[],
  output: string,
  attributes: NodeProto['attribute'] = [],
): NodeProto {
  return { opType, input, output: [output], attribute: attributes };
}

function integers({ rawData: bytes }: TensorProto): number[] {
  const { buffer, byteOffset, byteLength } = bytes;
  return Array.from(new BigInt64Array(buffer, byteOffset, byteLength / 8), Number);
}

/** Whether the bytes are `one` over and over. */
function repeats(bytes: Uint8Array, one: Uint8Array): boolean {
  return bytes.every((byte, at) => byte === one[at % one.length]);
}

function batchDependent(how: string): MtlError {
  return new MtlError({
    kind: 'internal',
    code: 'batch-dependent',
    message: t`The model cannot be written for batches of any size: ${how} with the number of rows.`,
    hint: t`This is a defect of MTL Lab. Please report it with the experiment.`,
  });
}
