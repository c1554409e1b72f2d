import { readFile } from 'node:fs/promises';
import { messageOf, MtlError } from '../shared/errors';
import { sizeOf } from '../shared/shape';
import { t } from '../shared/l10n';
import type { NamedTensor } from '../shared/weights';
import { isRecord } from '../shared/isRecord';

/** The content of a safetensors file. */
export interface Safetensors {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The length of the header stands in the first eight bytes, a little-endian unsigned integer. */
const prefixBytes = 8;
const floatBytes = 4;

/**
 * A safetensors file of F32 tensors, in the order given.
 * Format: https://huggingface.co/docs/safetensors (header, then all values little-endian).
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  let end = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const begin = end;
    end += values.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }] as const;
  });
  const json = Buffer.from(
    JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...entries])),
  );
  // Padded with spaces so that the values start at a multiple of eight, as the format asks for.
  const header = Buffer.alloc(Math.ceil(json.length / prefixBytes) * prefixBytes, ' ');
  json.copy(header);
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeBigUInt64LE(BigInt(header.length));
  const values = tensors.map(({ values: { buffer, byteOffset, byteLength } }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return Buffer.concat([prefix, header, ...values]);
}

/** @throws MtlError of kind `data` when the file cannot be read or is not what it should be. */
export async function readSafetensors(file: string): Promise<Safetensors> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new MtlError(
      {
        kind: 'data',
        code: 'file-unreadable',
        message: t`Cannot read the weights: ${messageOf(error)}`,
        location: { file },
      },
      { cause: error },
    );
  }
  return decodeSafetensors(bytes, file);
}

/**
 * Reads what {@link encodeSafetensors} and other writers of F32 tensors wrote.
 * @param file what error messages call the bytes
 * @throws MtlError of kind `data` when they are truncated, damaged or hold other types
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const { header, dataStart } = readHeader(bytes, file);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isStringRecord(metadata)) throw damaged(file, t`its metadata are not texts by name`);
  const tensors = Object.entries(entries).map(([name, entry]) => readEntry(name, entry, file));
  checkLayout(tensors, bytes.byteLength - dataStart, file);
  const start = bytes.byteOffset + dataStart;
  return {
    metadata,
    tensors: tensors.map(({ name, shape, begin, end }) => ({
      name,
      shape,
      values: new Float32Array(bytes.buffer.slice(start + begin, start + end)),
    })),
  };
}

interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readHeader(bytes: Uint8Array, file: string) {
  if (bytes.byteLength < prefixBytes) throw damaged(file, t`it is too short`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.byteLength - prefixBytes)) {
    throw damaged(file, t`its header is cut off or it is not a safetensors file`);
  }
  const dataStart = prefixBytes + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(bytes.subarray(prefixBytes, dataStart)).toString('utf8'));
  } catch (error) {
    throw damaged(file, t`its header is not JSON`, error);
  }
  if (!isRecord(header)) throw damaged(file, t`its header is not a JSON object`);
  return { header, dataStart };
}

function readEntry(name: string, entry: unknown, file: string): TensorEntry {
  if (!isRecord(entry)) throw damaged(file, t`the entry of '${name}' is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32') {
    throw new MtlError({
      kind: 'data',
      code: 'unsupported-dtype',
      message: t`'${name}' holds ${String(dtype)} values; only F32 can be read.`,
      hint: t`Convert the tensors to 32-bit floats before saving them.`,
      location: { file },
    });
  }
  if (!isSizes(shape)) throw damaged(file, t`the shape of '${name}' is not a list of sizes`);
  const [begin, end] = isSizes(offsets) ? offsets : [];
  if (begin === undefined || end === undefined) {
    throw damaged(file, t`the offsets of '${name}' are not two numbers`);
  }
  const bytes = floatBytes * sizeOf(shape);
  if (end - begin !== bytes) {
    throw damaged(file, t`'${name}' should take ${bytes} bytes and takes ${end - begin}`);
  }
  return { name, shape, begin, end };
}

/** The values must follow each other without gaps and fill the file: anything else is truncation or damage. */
function checkLayout(tensors: readonly TensorEntry[], dataBytes: number, file: string): void {
  let expected = 0;
  for (const { name, begin, end } of [...tensors].sort(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== expected) throw damaged(file, t`'${name}' does not follow the tensor before it`);
    expected = end;
  }
  if (expected !== dataBytes) {
    throw damaged(file, t`it should hold ${expected} bytes of values and holds ${dataBytes}`);
  }
}

function isStringRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((inner) => typeof inner === 'string');
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function damaged(file: string, reason: string, cause?: unknown): MtlError {
  return new MtlError(
    {
      kind: 'data',
      code: 'damaged-safetensors',
      message: t`Not a readable safetensors file: ${reason}.`,
      hint: t`Write or copy the file again.`,
      location: { file },
    },
    { cause },
  );
}
