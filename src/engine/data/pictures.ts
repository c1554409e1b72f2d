import { t } from '../../shared/l10n';
import type { EncodedInput, ImageEncoding } from '../../shared/encoding';
import type { ImageFeature } from '../../shared/experiment';
import { sizeOf, widthOf } from '../../shared/shape';
import { dataError } from './dataError';
import { PictureProblem, type PictureSize } from './picture';
import { picturesOf, type PictureStore } from './pictureStore';
import type { FittedInput, InputOptions } from './fitInput';
import { resizePicture } from './resizePicture';
import type { Columns } from './readColumns';
import type { Part } from './splitParts';

const millisecondsPerReport = 400;

/** A picture as an input, before its pixels are known. */
export function pictureInput(
  name: string,
  { size, augment }: ImageFeature,
): EncodedInput & { readonly encoding: ImageEncoding } {
  const same = (value: number): number[] => new Array<number>(size[2]).fill(value);
  return {
    name,
    shape: size,
    dtype: 'float32',
    encoding: { type: 'image', shift: same(0), scale: same(1), ...(augment && { augment }) },
  };
}

/**
 * Reads all pictures of a column and settles how their bytes become numbers.
 * @throws MtlError of kind `data` at the row whose picture is missing, broken or too large
 */
export async function fitPicture(
  name: string,
  spec: ImageFeature,
  train: Part,
  options: InputOptions,
): Promise<FittedInput> {
  const read = new Map<Columns, Promise<Uint8Array>>();
  const bytesOf = (columns: Columns): Promise<Uint8Array> => {
    const known = read.get(columns) ?? readPictures(columns, name, spec.size, options);
    read.set(columns, known);
    return known;
  };
  const input = pictureInput(name, spec);
  const encoding: ImageEncoding = {
    ...input.encoding,
    ...(spec.scale === 'standard' &&
      channelStatistics(await bytesOf(train.columns), train.rows, spec.size)),
  };
  return {
    input: { ...input, encoding },
    encode: async ({ columns, rows }) =>
      rows.length === 0
        ? new Float32Array()
        : scaledPictures(await bytesOf(columns), rows, encoding, sizeOf(spec.size)),
  };
}

/**
 * Reads the pictures of a column as training did.
 * @returns [part rows, height, width, channels]
 * @throws MtlError of kind `data` at the row whose picture cannot be read
 */
export async function encodePictures(
  name: string,
  shape: readonly number[],
  encoding: ImageEncoding,
  { columns, rows }: Part,
): Promise<Float32Array> {
  const bytes = await readPictures(columns, name, shape, {});
  return scaledPictures(bytes, rows, encoding, sizeOf(shape));
}

/**
 * The pictures of a column, [rows, height, width, channels].
 * @throws MtlError of kind `data` at the row whose picture cannot be read
 */
export async function readPictures(
  columns: Columns,
  name: string,
  size: readonly number[],
  { progress }: InputOptions,
): Promise<Uint8Array> {
  const pixels = sizeOf(size);
  const output = new Uint8Array(columns.rows * pixels);
  let reported = performance.now();
  await eachPicture(columns, name, async (store, cell, row) => {
    resizePicture(await store.read(cell), size, output.subarray(row * pixels, (row + 1) * pixels));
    if (performance.now() - reported < millisecondsPerReport) return;
    reported = performance.now();
    progress?.(t`Reading pictures of '${name}': ${row + 1} of ${columns.rows}`);
    // Lets this thread hear what else it is told.
    await new Promise(setImmediate);
  });
  return output;
}

/**
 * Does something with the picture of each row, one after the other.
 * @throws MtlError of kind `data` at the row whose picture cannot be read
 */
export async function eachPicture(
  columns: Columns,
  name: string,
  use: (store: PictureStore, cell: string, row: number) => Promise<void>,
): Promise<void> {
  const { codes, texts } = columns.category(name);
  const store = picturesOf(columns.file, name);
  for (const [row, code] of codes.entries()) {
    const cell = texts[code];
    try {
      if (cell === undefined) {
        throw new PictureProblem('', store.missingHint ?? t`Name a file, or remove the row.`);
      }
      await use(store, cell, row);
    } catch (error) {
      if (!(error instanceof PictureProblem)) throw error;
      const { says, hint } = error;
      const message =
        cell === undefined
          ? t`The column '${name}' has no picture in this row.`
          : t`The picture '${cell}' of the column '${name}' ${says}.`;
      throw dataError({ code: 'bad-picture', message, hint }, await columns.file.locate(row, name));
    }
  }
}

/**
 * Sizes of the pictures of a table, by row; none where no rows are asked for.
 * @throws MtlError of kind `data` at the row whose picture cannot be read
 */
export async function pictureSizes(
  columns: Columns,
  picture: string,
  rows: Int32Array,
): Promise<readonly PictureSize[]> {
  const sizes: PictureSize[] = [];
  if (rows.length === 0) return sizes;
  await eachPicture(columns, picture, async (store, cell, row) => {
    sizes[row] = await store.size(cell);
  });
  return sizes;
}

/** Mean and deviation of each channel over all pixels of some rows, in [0, 1]. */
function channelStatistics(
  bytes: Uint8Array,
  rows: Int32Array,
  size: ImageFeature['size'],
): Pick<ImageEncoding, 'shift' | 'scale'> {
  const channels = widthOf(size);
  const pixels = sizeOf(size);
  const counts = new Float64Array(channels * 256);
  for (const row of rows) {
    for (let at = 0; at < pixels; at++) {
      const bin = (at % channels) * 256 + (bytes[row * pixels + at] ?? 0);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  const total = (rows.length * pixels) / channels;
  const mean = (channel: number, of: (byte: number) => number): number =>
    counts
      .subarray(channel * 256, (channel + 1) * 256)
      .reduce((sum, count, byte) => sum + count * of(byte), 0) / total;
  const shift = Array.from({ length: channels }, (_, channel) =>
    mean(channel, (byte) => byte / 255),
  );
  const scale = shift.map(
    (average, channel) => Math.sqrt(mean(channel, (byte) => (byte / 255 - average) ** 2)) || 1,
  );
  return { shift, scale };
}

/** @param bytes [table rows, pixels] @returns [rows, pixels] */
function scaledPictures(
  bytes: Uint8Array,
  rows: Int32Array,
  { shift, scale }: ImageEncoding,
  pixels: number,
): Float32Array {
  const channels = shift.length;
  const output = new Float32Array(rows.length * pixels);
  rows.forEach((row, index) => {
    for (let at = 0; at < pixels; at++) {
      const channel = at % channels;
      const byte = bytes[row * pixels + at] ?? 0;
      output[index * pixels + at] = (byte / 255 - (shift[channel] ?? 0)) / (scale[channel] ?? 1);
    }
  });
  return output;
}
