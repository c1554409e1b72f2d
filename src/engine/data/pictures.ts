import { decode as decodeJpeg } from 'jpeg-js';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PNG } from 'pngjs';
import type { ImageFeature } from '../../shared/experiment';
import { sizeOf } from '../../shared/shape';
import type { FittedInput } from './fitInput';
import type { Part } from './splitParts';

/** Pixels as bytes, [height, width, 4]: red, green, blue, opacity. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Pictures whose files a column names, relative to the table. */
export function fitPicture(name: string, { size }: ImageFeature): FittedInput {
  const channels = size[2];
  const same = (value: number): number[] => new Array<number>(channels).fill(value);
  return {
    input: {
      name,
      shape: size,
      dtype: 'float32',
      encoding: { type: 'image', shift: same(0), scale: same(1) },
    },
    encode: (part) => encodePictures(name, size, part),
  };
}

/** @param size height, width, channels @returns [part rows, ...size] */
export async function encodePictures(
  name: string,
  size: readonly number[],
  { columns, rows }: Part,
): Promise<Float32Array> {
  const { codes, texts } = columns.category(name);
  const pixels = sizeOf(size);
  const output = new Float32Array(rows.length * pixels);
  for (const [index, row] of rows.entries()) {
    const file = resolve(dirname(columns.file.path), texts[codes[row] ?? -1] ?? '');
    writePicture(decode(await readFile(file)), size, output.subarray(index * pixels));
  }
  return output;
}

function decode(bytes: Buffer): Picture {
  return bytes[0] === 0xff ? decodeJpeg(bytes, { useTArray: true }) : PNG.sync.read(bytes);
}

/** Brings a picture to a size, each pixel the nearest one. @param output [height, width, channels] */
function writePicture(
  { width, height, data }: Picture,
  [rows = 0, columns = 0, channels = 0]: readonly number[],
  output: Float32Array,
): void {
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const from =
        4 *
        (Math.floor(((y + 0.5) * height) / rows) * width +
          Math.floor(((x + 0.5) * width) / columns));
      const [red = 0, green = 0, blue = 0] = data.subarray(from, from + 3);
      const at = (y * columns + x) * channels;
      if (channels === 3) output.set([red / 255, green / 255, blue / 255], at);
      else output[at] = (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
    }
  }
}
