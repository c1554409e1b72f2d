import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encode as encodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import { loadData } from '../../../../src/engine/data/loadData';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { reportOf, temporaryFolder } from './support';

type Files = Readonly<Record<string, string | Buffer>>;

interface Wanted {
  readonly train?: string | readonly string[];
  readonly feature?: object;
  readonly target?: string;
}

/** Loads pictures beside `files`, all rows for training. */
async function load(
  files: Files,
  { train = 't.csv', feature = {}, target = 'y' }: Wanted = {},
  progress?: (text: string) => void,
): Promise<LoadedData> {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const image = { type: 'image', size: [2, 2, 1], scale: 'unit', ...feature };
  const text = JSON.stringify({
    data: { train, split: { validation: 0, test: 0 }, features: { image } },
    tasks: { y: { type: 'multiclass', target } },
    model: { architecture: 'hard-sharing', shared: [{ flatten: true }] },
  });
  const file = join(folder, 'test.mtl.json');
  const source = { file, text, experiment: parseExperiment(text, file) };
  return loadData(source, progress ? { progress } : {});
}

/** @param pixels [height][width]: grey, or red, green, blue, opacity */
function png(pixels: readonly (readonly (number | readonly number[])[])[]): Buffer {
  const picture = new PNG({ width: pixels[0]!.length, height: pixels.length });
  const rgba = pixels
    .flat()
    .map((each) => (typeof each === 'number' ? [each, each, each, 255] : each));
  picture.data.set(rgba.flat());
  return PNG.sync.write(picture);
}

function idx(shape: readonly number[], bytes: readonly number[], type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, type, shape.length]);
  shape.forEach((length, index) => header.writeUInt32BE(length, 4 + 4 * index));
  return Buffer.concat([header, Buffer.from(bytes)]);
}

/** Bytes again of what `scale: unit` made of them. */
function bytesOf({ train }: LoadedData): number[] {
  return Array.from(train.inputs?.[0] ?? [], (value) => Math.round(value * 255));
}

const black = png([[0]]);
const table = (...names: string[]): string =>
  ['image,y', ...names.map((name, row) => `${name},${row % 2}`)].join('\n');

describe('a column that names files', () => {
  test('is read from PNG and JPEG, relative to the table', async () => {
    const data = new Uint8Array(8 * 8 * 4).fill(200);
    const jpeg = Buffer.from(encodeJpeg({ width: 8, height: 8, data }, 100).data);
    const files = { 'in/t.csv': table('a.png', 'b.jpg'), 'in/a.png': black, 'in/b.jpg': jpeg };
    const loaded = await load(files, { train: 'in/t.csv' });
    expect(bytesOf(loaded)).toEqual([0, 0, 0, 0, 200, 200, 200, 200]);
    expect(loaded.encoding).toMatchObject({
      width: 0,
      inputs: [{ name: 'image', shape: [2, 2, 1] }],
    });
  });

  test.each<[string, string, Files]>([
    ['is not there', "The picture 'b.png' of the column 'image' is not there.", {}],
    [
      'is of no known type',
      "The picture 'b.png' of the column 'image' is no PNG or JPEG picture.",
      { 'b.png': 'GIF89a' },
    ],
    [
      'ends too early',
      "The picture 'b.png' of the column 'image' is broken.",
      {
        'b.png': png([
          [1, 2],
          [3, 4],
        ]).subarray(0, 50),
      },
    ],
    ['is a folder', "The picture 'b.png' of the column 'image' cannot be read.", { 'b.png/x': '' }],
  ])('that %s is an error at the row', async (_what, message, files) => {
    const all = { 't.csv': table('a.png', 'b.png'), 'a.png': black, ...files };
    expect(await reportOf(load(all))).toMatchObject({
      kind: 'data',
      code: 'bad-picture',
      message,
      location: { line: 3, column: 1 },
    });
  });

  test('a JPEG that ends too early is broken', async () => {
    const data = new Uint8Array(64 * 64 * 4).map((_, at) => (at * 37) % 256);
    const jpeg = Buffer.from(encodeJpeg({ width: 64, height: 64, data }, 90).data);
    const files = { 't.csv': table('a.jpg', 'a.jpg'), 'a.jpg': jpeg.subarray(0, jpeg.length / 2) };
    expect(await reportOf(load(files))).toMatchObject({ code: 'bad-picture' });
  });

  test('a picture that says it is huge is refused before it is unpacked', async () => {
    const bomb = Buffer.from(black);
    bomb.writeUInt32BE(100_000, 16);
    bomb.writeUInt32BE(100_000, 20);
    expect(await reportOf(load({ 't.csv': table('a.png', 'a.png'), 'a.png': bomb }))).toMatchObject(
      {
        message:
          "The picture 'a.png' of the column 'image' says that it is 100000 by 100000 pixels.",
        location: { line: 2 },
      },
    );
  });

  test('a row without a picture is an error at the row', async () => {
    const files = { 't.csv': table('a.png', ''), 'a.png': black };
    expect(await reportOf(load(files))).toMatchObject({
      message: "The column 'image' has no picture in this row.",
      location: { line: 3 },
    });
  });
});

describe('the pixels', () => {
  const one = async (picture: Buffer, feature: object = {}): Promise<number[]> => {
    const files = { 't.csv': table('a.png', 'a.png'), 'a.png': picture };
    const bytes = bytesOf(await load(files, { feature }));
    return bytes.slice(0, bytes.length / 2);
  };

  test('of a larger picture are means of areas', async () => {
    const rows = [
      [10, 20, 100, 100],
      [30, 40, 100, 104],
    ];
    expect(await one(png(rows), { size: [1, 2, 1] })).toEqual([25, 101]);
    // Three pixels into two: the middle one counts half for each.
    expect(await one(png([[0, 90, 180]]), { size: [1, 2, 1] })).toEqual([30, 150]);
  });

  test('of a smaller picture are interpolated', async () => {
    expect(await one(png([[0, 100]]), { size: [1, 4, 1] })).toEqual([0, 25, 75, 100]);
  });

  test('are seen over white, and as grey by their brightness', async () => {
    const rows = [
      [
        [255, 0, 0, 255],
        [0, 0, 0, 0],
      ],
    ];
    expect(await one(png(rows), { size: [1, 2, 1] })).toEqual([76, 255]);
    expect(await one(png(rows), { size: [1, 2, 3] })).toEqual([255, 0, 0, 255, 255, 255]);
  });

  test('have mean 0 and deviation 1 in each channel of the training part', async () => {
    const files = {
      't.csv': table('a.png', 'b.png'),
      'a.png': png([[[0, 10, 7, 255]]]),
      'b.png': png([[[200, 30, 7, 255]]]),
    };
    const feature = { size: [1, 1, 3], scale: 'standard' };
    const { train, encoding } = await load(files, { feature });
    expect(Array.from(train.inputs![0]!, (value) => Number(value.toFixed(4)))).toEqual([
      -1, -1, 0, 1, 1, 0,
    ]);
    expect(encoding.inputs![0]!.encoding).toMatchObject({
      shift: [100 / 255, 20 / 255, 7 / 255],
      scale: [100 / 255, 10 / 255, 1],
    });
  });
});

describe('files in the format of MNIST', () => {
  const train = ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte'];

  test('stand side by side: pictures and labels', async () => {
    const files = {
      [train[0]!]: gzipSync(idx([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])),
      [train[1]!]: idx([2], [3, 9]),
    };
    const loaded = await load(files, { train, target: 'label' });
    expect(bytesOf(loaded)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(loaded.encoding.tasks[0]!.classes).toEqual(['3', '9']);
  });

  test('may have colours, and several labels a row', async () => {
    const names = ['a-images-idx4-ubyte', 'a-labels-idx2-ubyte'];
    const files = {
      [names[0]!]: idx([2, 1, 1, 3], [1, 2, 3, 4, 5, 6]),
      [names[1]!]: idx([2, 2], [0, 4, 1, 5]),
    };
    const wanted = { train: names, target: 'label1', feature: { size: [1, 1, 3] } };
    const loaded = await load(files, wanted);
    expect(bytesOf(loaded)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(loaded.encoding.tasks[0]!.classes).toEqual(['4', '5']);
  });

  test.each<[string, Buffer, string]>([
    [
      'another format',
      Buffer.from('image,y\n'),
      'train-images-idx3-ubyte.gz is no IDX file of one to four dimensions.',
    ],
    ['too few bytes', idx([2, 2, 2], [1, 2, 3]), 'train-images-idx3-ubyte.gz ends too early.'],
    [
      'a size that no memory holds',
      idx([60_000, 60_000, 60_000], []),
      'train-images-idx3-ubyte.gz says that it holds [60000, 60000, 60000] numbers.',
    ],
    [
      'numbers that are no pixels',
      idx([1, 1, 1], [0, 0, 0, 0], 0x0d),
      'train-images-idx3-ubyte.gz holds [1, 1] numbers a row, which are no picture.',
    ],
  ])('with %s are refused', async (_what, images, message) => {
    const files = { [train[0]!]: gzipSync(images), [train[1]!]: idx([2], [3, 9]) };
    expect(await reportOf(load(files, { train, target: 'label' }))).toMatchObject({
      kind: 'data',
      code: 'bad-idx',
      message,
    });
  });

  test('of different numbers of rows are refused', async () => {
    const files = { [train[0]!]: gzipSync(idx([1, 1, 1], [1])), [train[1]!]: idx([2], [3, 9]) };
    expect(await reportOf(load(files, { train, target: 'label' }))).toMatchObject({
      code: 'different-rows',
      message: 'train-images-idx3-ubyte.gz has 1 rows, but train-labels-idx1-ubyte has 2 rows.',
    });
  });

  test('with columns of one name are refused', async () => {
    const names = ['a-labels-idx1-ubyte', 'b-labels-idx1-ubyte'];
    const files = { [names[0]!]: idx([1], [1]), [names[1]!]: idx([1], [1]) };
    expect(await reportOf(load(files, { train: names }))).toMatchObject({
      code: 'duplicate-column',
      message: "a-labels-idx1-ubyte and b-labels-idx1-ubyte both have a column 'label'.",
    });
  });
});

describe('a folder with a subfolder a class', () => {
  test('is a table of pictures and classes', async () => {
    const files = {
      'pets/dog/2.png': png([[20]]),
      'pets/cat/1.png': png([[10]]),
      'pets/cat/notes.txt': 'no picture',
    };
    const loaded = await load(files, { train: 'pets', target: 'class' });
    expect(loaded.encoding.tasks[0]!.classes).toEqual(['cat', 'dog']);
    expect(bytesOf(loaded)).toEqual([10, 10, 10, 10, 20, 20, 20, 20]);
    expect(Array.from(loaded.train.targets['y']!.values)).toEqual([0, 1]);
  });

  test('with a broken picture says which', async () => {
    const files = { 'pets/cat/1.png': black, 'pets/dog/2.png': 'no' };
    const report = await reportOf(load(files, { train: 'pets', target: 'class' }));
    expect(report).toMatchObject({ code: 'bad-picture' });
    expect(report.location?.file).toMatch(/pets.dog.2\.png$/);
  });
});

test('a file of several that is not there is an error at its name', async () => {
  const report = await reportOf(load({ 't.csv': 'y\n1\n' }, { train: ['t.csv', 'u.csv'] }));
  expect(report).toMatchObject({ code: 'file-not-found', hint: "Did you mean 't.csv'?" });
});
