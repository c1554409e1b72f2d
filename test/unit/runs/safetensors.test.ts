import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { MtlError } from '../../../src/shared/errors';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
} from '../../../src/runs/safetensors';

/** Written by the reference implementation: Python's safetensors 0.8 from NumPy arrays. */
const reference = 'test/fixtures/runs/reference.safetensors';

function errorOf(action: () => unknown): MtlError {
  try {
    action();
  } catch (error) {
    if (error instanceof MtlError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

test('reads what the reference implementation wrote', async () => {
  const { tensors, metadata } = await readSafetensors(reference);
  expect(metadata).toEqual({ epoch: '3' });
  const byName = new Map(tensors.map(({ name, shape, values }) => [name, { shape, values }]));
  expect(byName.get('shared/dense0/kernel')).toEqual({
    shape: [2, 3],
    values: Float32Array.of(-1, -0.75, -0.5, -0.25, 0, 0.25),
  });
  expect(byName.get('shared/dense0/bias')?.values).toEqual(Float32Array.of(NaN, Infinity, -0));
  expect(byName.get('tasks/income/output/bias')?.values).toEqual(Float32Array.of(1e-40));
  expect(byName.get('scalar')).toEqual({ shape: [], values: Float32Array.of(2.5) });
  expect(byName.get('empty')).toEqual({ shape: [0, 4], values: new Float32Array() });
  expect(tensors).toHaveLength(5);
});

test('writes the bytes of the reference implementation again', async () => {
  const bytes = await readFile(reference);
  const content = decodeSafetensors(bytes, reference);
  const again = encodeSafetensors(content);
  const header = (file: Uint8Array): unknown => {
    const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    return JSON.parse(Buffer.from(file.subarray(8, 8 + length)).toString());
  };
  expect(header(again)).toEqual(header(bytes));
  expect(again.byteLength).toBe(bytes.byteLength);
  expect(Buffer.from(again).subarray(-40).equals(bytes.subarray(-40))).toBe(true);
});

test('writes a view into a larger array as that part only', () => {
  const values = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  const bytes = encodeSafetensors({ tensors: [{ name: 'a', shape: [2], values }], metadata: {} });
  expect(decodeSafetensors(bytes, 'a').tensors[0]?.values).toEqual(Float32Array.of(2, 3));
});

test('a truncated file is an error wherever it is cut', async () => {
  const bytes = await readFile(reference);
  for (let length = 0; length < bytes.length; length++) {
    const { report } = errorOf(() =>
      decodeSafetensors(bytes.subarray(0, length), 'cut.safetensors'),
    );
    expect(report).toMatchObject({
      kind: 'data',
      code: 'damaged-safetensors',
      location: { file: 'cut.safetensors' },
    });
  }
});

test('other types are refused with the name of the tensor', async () => {
  const half = await readFile('test/fixtures/runs/half.safetensors');
  const { report } = errorOf(() => decodeSafetensors(half, 'half.safetensors'));
  expect(report.code).toBe('unsupported-dtype');
  expect(report.message).toContain("'half' holds F16");
  expect(report.hint).toBeDefined();
});

test.each([
  ['not JSON', 'not json', 'header is not JSON'],
  ['a list', '[]', 'not a JSON object'],
  ['overlapping tensors', { a: [0, 8], b: [4, 12] }, "'b' does not follow"],
  ['a gap', { a: [0, 8], b: [12, 20] }, "'b' does not follow"],
  ['a wrong size', { a: [0, 4] }, "'a' should take 8 bytes and takes 4"],
])('a header with %s is refused', (_, header, message) => {
  const text =
    typeof header === 'string'
      ? header
      : JSON.stringify(
          Object.fromEntries(
            Object.entries(header).map(([name, offsets]) => [
              name,
              { dtype: 'F32', shape: [2], data_offsets: offsets },
            ]),
          ),
        );
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  const bytes = Buffer.concat([prefix, Buffer.from(text), Buffer.alloc(20)]);
  expect(errorOf(() => decodeSafetensors(bytes, 'bad')).report.message).toContain(message);
});

test('a missing file is an error of the data with its name', async () => {
  await expect(readSafetensors('missing.safetensors')).rejects.toMatchObject({
    report: { kind: 'data', code: 'file-unreadable', location: { file: 'missing.safetensors' } },
  });
});
