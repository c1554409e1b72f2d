import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG, type PNGOptions } from 'pngjs';
import { describe, expect, test } from 'vitest';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import { loadData } from '../../../../src/engine/data/loadData';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { temporaryFolder } from './support';

/** Loads pictures of 4 by 2 pixels with a mask each, of the classes 0 and 1. */
async function load(...masks: readonly Buffer[]): Promise<LoadedData> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.png'), PNG.sync.write(new PNG({ width: 4, height: 2 })));
  masks.forEach((mask, row) => writeFileSync(join(folder, `${row}.png`), mask));
  const rows = masks.map((_, row) => `a.png,${row}.png\n`);
  writeFileSync(join(folder, 't.csv'), `image,mask\n${rows.join('')}`);
  const text = JSON.stringify({
    data: {
      train: 't.csv',
      split: { validation: 0, test: 0 },
      features: { image: { type: 'image', size: [2, 4, 1] } },
    },
    tasks: { pixels: { type: 'segmentation', target: 'mask', classes: ['none', 'some'] } },
    model: { architecture: 'hard-sharing', shared: [{ conv: 2, kernel: 3 }] },
  });
  const file = join(folder, 'test.mtl.json');
  return loadData({ file, text, experiment: parseExperiment(text, file) });
}

/** A grey picture 4 pixels wide. */
function mask(pixels: readonly number[], options: PNGOptions = {}): Buffer {
  const png = new PNG({ width: 4, height: pixels.length / 4 });
  png.data.set(pixels.flatMap((grey) => [grey, grey, grey, 255]));
  return PNG.sync.write(png, { colorType: 0, ...options });
}

const squares = [0, 1, 1, 0, 0, 1, 1, 0];

describe('a column of masks', () => {
  test('has the class of each pixel as its grey value, in 8 and in 16 bits', async () => {
    const wide = new PNG({ width: 4, height: 2 });
    const words = Uint16Array.from(squares.flatMap((grey) => [grey, grey, grey, 65535]));
    wide.data = Buffer.from(words.buffer);
    const sixteen = PNG.sync.write(wide, { colorType: 0, bitDepth: 16 });
    expect(PNG.sync.read(sixteen)).toMatchObject({ depth: 16 });
    const { train, warnings } = await load(mask(squares), sixteen);
    expect([...train.targets['pixels']!.values]).toEqual([...squares, ...squares]);
    expect(warnings).toEqual([]);
  });

  test('has the two values of 1 bit as the classes 0 and 1', async () => {
    // By the PNG specification: 4 by 2 pixels of 1 bit, in grey, its lines 0110 twice.
    const bits = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAQAAAACAQAAAABX00DOAAAADElEQVR4nGNIYEgAAAGEAMHxgdFAAAAAAElFTkSuQmCC',
      'base64',
    );
    const { train } = await load(bits);
    expect([...train.targets['pixels']!.values]).toEqual(squares);
  });

  test('warns of grey values that are no class, as 255 for the second of two', async () => {
    const { train, warnings } = await load(
      mask(squares),
      mask(squares.map((grey) => 255 * grey)),
      mask([2, 0, 0, 0, 0, 0, 0, 0]),
    );
    expect([...train.targets['pixels']!.values.subarray(8, 16)]).toEqual([
      ...[0, -1, -1, 0],
      ...[0, -1, -1, 0],
    ]);
    expect(warnings).toEqual([
      "'pixels': pixels whose grey value is no number of a class, 0 to 1, have no label, first in t.csv, line 3, in 2 rows.",
    ]);
  });

  test('warns of masks that are stretched; one of another scale fits', async () => {
    const twice = new PNG({ width: 8, height: 4 });
    twice.data.fill(255);
    twice.data.forEach((_, at) => at % 4 < 3 && twice.data.writeUInt8(1, at));
    const { warnings } = await load(
      PNG.sync.write(twice, { colorType: 0 }),
      mask([...squares, ...squares, ...squares]),
    );
    expect(warnings).toEqual([
      "'pixels': masks have other proportions than their picture, and are stretched, first in t.csv, line 3, in 1 rows.",
    ]);
  });
});
