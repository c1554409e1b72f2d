import { t } from '../../shared/l10n';
import { basename } from 'node:path';
import type { SourceLocation } from '../../shared/errors';
import { sizeOf } from '../../shared/shape';
import { openBytes, readError } from './byteStream';
import { dataError } from './dataError';
import type { Picture } from './picture';
import type { PictureStore } from './pictureStore';
import type { Cell, TableFile } from './tableFile';

/** Bytes of the numbers that a file may hold. */
const mostBytes = 2 ** 32 - 1;

interface NumberType {
  readonly bytes: number;
  readonly at: (view: DataView, byte: number) => number;
}
/** By their code in the file; numbers are big-endian. */
const numberTypes: Readonly<Record<number, NumberType>> = {
  0x08: { bytes: 1, at: (view, byte) => view.getUint8(byte) },
  0x09: { bytes: 1, at: (view, byte) => view.getInt8(byte) },
  0x0b: { bytes: 2, at: (view, byte) => view.getInt16(byte) },
  0x0c: { bytes: 4, at: (view, byte) => view.getInt32(byte) },
  0x0d: { bytes: 4, at: (view, byte) => view.getFloat32(byte) },
  0x0e: { bytes: 8, at: (view, byte) => view.getFloat64(byte) },
};
const bytesType = 0x08;

/**
 * Opens a file in the format of MNIST: a row each of its first dimension. Numbers, one or a few a
 * row, are columns of their own (`label`, or `label0`, `label1`, ...); pictures of bytes, [height,
 * width] or [height, width, channels], are one column. The name is what the file says before
 * `-idx`, `images` as `image`.
 * @throws MtlError of kind `data` when it is no such file
 */
export async function openIdx(path: string): Promise<TableFile> {
  const { type, shape, start } = await readHeader(path);
  const [rows = 0, ...row] = shape;
  const name = columnName(path);
  const read = async (): Promise<DataView> => readNumbers(path, start, sizeOf(shape) * type.bytes);
  if (row.length > 1) return pictureTable(path, name, rows, row, read);
  const width = row[0] ?? 1;
  const columns =
    row.length === 0 ? [name] : Array.from({ length: width }, (_, index) => `${name}${index}`);
  return {
    path,
    columns,
    locate: () => Promise.resolve({ file: path }),
    async read(onRow) {
      const view = await read();
      for (let at = 0; at < rows; at++) {
        const cells = columns.map((_, index) =>
          String(type.at(view, (at * width + index) * type.bytes)),
        );
        if (onRow(cells) === false) return;
      }
    },
  };
}

/** The cell of a picture is its place, counted from 0. */
function pictureTable(
  path: string,
  column: string,
  rows: number,
  [height = 0, width = 0, channels = 1]: readonly number[],
  readBytes: () => Promise<DataView>,
): TableFile {
  let bytes: Promise<DataView> | undefined;
  const size = height * width * channels;
  const store: PictureStore = {
    size: () => Promise.resolve({ width, height }),
    async read(cell) {
      const { buffer, byteOffset } = await (bytes ??= readBytes());
      const data = new Uint8Array(buffer, byteOffset + Number(cell) * size, size);
      return { width, height, channels: channels as Picture['channels'], data };
    },
  };
  return {
    path,
    columns: [column],
    pictures: () => store,
    locate: (): Promise<SourceLocation> => Promise.resolve({ file: path }),
    read(onRow: (cells: readonly Cell[]) => unknown) {
      for (let row = 0; row < rows; row++) if (onRow([String(row)]) === false) break;
      return Promise.resolve();
    },
  };
}

/** `train-images-idx3-ubyte.gz` -> `image` */
function columnName(path: string): string {
  const word = /([\p{L}\p{N}_]+)[-.]idx\d/u.exec(basename(path))?.[1] ?? 'value';
  return word.replace(/s$/, '');
}

interface Header {
  readonly type: NumberType;
  readonly shape: readonly number[];
  /** Bytes before the numbers. */
  readonly start: number;
}

async function readHeader(path: string): Promise<Header> {
  const head = Buffer.from((await readNumbers(path, 0, 4)).buffer);
  const [zero, alsoZero, code = 0, rank = 0] = head;
  const type = numberTypes[code];
  if (zero !== 0 || alsoZero !== 0 || !type || rank < 1 || rank > 4) {
    throw badIdx(
      path,
      t`is no IDX file of one to four dimensions`,
      t`It would start as the files of MNIST do.`,
    );
  }
  const dims = await readNumbers(path, 4, 4 * rank);
  const shape = Array.from({ length: rank }, (_, index) => dims.getUint32(4 * index));
  if (sizeOf(shape) * type.bytes > mostBytes) {
    throw badIdx(
      path,
      t`says that it holds [${shape.join(', ')}] numbers`,
      t`That is more than 4 GiB.`,
    );
  }
  const [, ...row] = shape;
  const isPictures = code === bytesType && [1, 3, 4].includes(row[2] ?? 1);
  if (row.length > 1 && !isPictures) {
    throw badIdx(
      path,
      t`holds [${row.join(', ')}] numbers a row, which are no picture`,
      t`Pictures are bytes, [height, width] or [height, width, channels] with 1, 3 or 4 channels.`,
    );
  }
  return { type, shape, start: 4 + 4 * rank };
}

/** @throws MtlError of kind `data` when the file has fewer bytes */
async function readNumbers(path: string, start: number, length: number): Promise<DataView> {
  const output = new Uint8Array(length);
  let at = -start;
  try {
    for await (const piece of openBytes(path) as AsyncIterable<Buffer>) {
      const from = Math.max(0, -at);
      if (from < piece.length) output.set(piece.subarray(from, length - at), Math.max(0, at));
      at += piece.length;
      if (at >= length) break;
    }
  } catch (error) {
    throw readError(path, error);
  }
  if (at >= length) return new DataView(output.buffer);
  throw badIdx(path, t`ends too early`, t`It is damaged, or was not copied as a whole.`);
}

function badIdx(path: string, says: string, hint: string): Error {
  return dataError(
    { code: 'bad-idx', message: `${basename(path)} ${says}.`, hint },
    { file: path },
  );
}
