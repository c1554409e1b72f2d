import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import { loadData } from '../../../../src/engine/data/loadData';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { reportOf, temporaryFolder } from './support';

/** Loads a table of pictures, each 20 pixels wide and 10 high, and boxes in a grid of 2 by 2. */
async function load(
  name: string,
  text: string,
  target: unknown = 'boxes',
  test?: string,
): Promise<LoadedData> {
  const folder = temporaryFolder();
  const picture = PNG.sync.write(new PNG({ width: 20, height: 10 }));
  writeFileSync(join(folder, 'a.png'), picture);
  writeFileSync(join(folder, name), text);
  if (test !== undefined) writeFileSync(join(folder, `test-${name}`), test);
  const experiment = JSON.stringify({
    data: {
      ...{ train: name, ...(test !== undefined && { test: `test-${name}` }) },
      split: { validation: 0, test: 0 },
      features: { image: { type: 'image', size: [4, 4, 1] } },
    },
    tasks: { objects: { type: 'detection', target } },
    model: { architecture: 'hard-sharing', shared: [{ conv: 2, kernel: 3 }, { maxPool: 2 }] },
  });
  const file = join(folder, 'test.mtl.json');
  return loadData({ file, text: experiment, experiment: parseExperiment(experiment, file) });
}

const lines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify({ image: 'a.png', ...row })}\n`).join('');
const csv = (...cells: readonly string[]): string =>
  ['image,boxes', ...cells.map((cell) => `a.png,"${cell.replaceAll('"', '""')}"`)].join('\n');
const car = { x: 2, y: 1, w: 4, h: 2, class: 'car' };
const bus = { x: 10, y: 5, w: 10, h: 5, class: 'bus' };
const none = [-1, 0, 0, 0, 0];

function rowsOf({ train }: LoadedData): number[][] {
  const { values } = train.targets['objects']!;
  const width = values.length / train.rows;
  return Array.from({ length: train.rows }, (_, row) =>
    [...values.subarray(row * width, (row + 1) * width)].map((value) => Number(value.toFixed(5))),
  );
}

describe('a column of lists of boxes', () => {
  test('becomes classes and edges in shares, the largest first, padded to the most of a picture', async () => {
    const rows = [{ boxes: [car, bus] }, { boxes: [] }, { boxes: [car] }];
    const data = await load('t.jsonl', lines(rows));
    const [task] = data.encoding.tasks;
    expect(task).toMatchObject({ classes: ['bus', 'car'], targetShape: [2, 5] });
    expect(task!.outputShape).toEqual([2, 2, 6]);
    const [ofBus, ofCar] = [
      [0, 0.5, 0.5, 1, 1],
      [1, 0.1, 0.1, 0.3, 0.3],
    ];
    expect(rowsOf(data)).toEqual([
      [...ofBus, ...ofCar],
      [...none, ...none],
      [...ofCar, ...none],
    ]);
    expect(data.warnings).toEqual([]);
    // JSON text in a CSV table says the same.
    const text = await load('t.csv', csv(...rows.map(({ boxes }) => JSON.stringify(boxes))));
    expect(rowsOf(text)).toEqual(rowsOf(data));
  });

  test('needs no classes, and an empty cell is not known', async () => {
    const box = { x: 2, y: 1, w: 4, h: 2 };
    const data = await load('t.csv', `${csv(JSON.stringify([box]))}\na.png,\n`);
    expect(data.encoding.tasks[0]!.classes).toEqual(['object']);
    expect(rowsOf(data)).toEqual([[0, 0.1, 0.1, 0.3, 0.3], none]);
    expect([...data.train.targets['objects']!.mask!]).toEqual([1, 0]);
  });

  test('says the same as columns of a box do', async () => {
    const table = 'image,kind,x,y,w,h\na.png,car,2,1,4,2\na.png,,,,,\n';
    const columns = { class: 'kind', x: 'x', y: 'y', w: 'w', h: 'h' };
    const one = await load('t.csv', table, columns);
    const list = await load('t.jsonl', lines([{ boxes: [car] }, { boxes: [] }]));
    expect(rowsOf(one)).toEqual(rowsOf(list));
    expect(one.encoding.tasks[0]!.targetShape).toEqual([1, 5]);
  });

  test('warns of objects in the cell of a larger one, and of more than training has room for', async () => {
    const near = { ...car, x: 1, w: 2, h: 1 };
    const data = await load(
      't.jsonl',
      lines([{ boxes: [car, near] }, { boxes: [bus] }]),
      'boxes',
      lines([{ boxes: [car, bus, near] }]),
    );
    expect(data.warnings).toEqual([
      expect.stringContaining("'objects': 1 objects have their centre in the same cell"),
      expect.stringContaining("'objects': 1 objects are left out"),
    ]);
  });

  test('warns of boxes that reach beyond the picture, and leaves out those outside of it', async () => {
    const rows = [
      // Rounded or counted from 1: not worth a word.
      { boxes: [{ ...car, x: -1, w: 21 }] },
      {
        boxes: [
          { ...car, x: 18 },
          { ...bus, y: 40 },
          { ...car, x: -9 },
        ],
      },
      { boxes: [{ ...bus, y: -3 }] },
    ];
    const data = await load('t.jsonl', lines(rows));
    expect(data.warnings).toEqual([
      "'objects': boxes that lie outside of their picture are left out, first in t.jsonl, line 2, in 1 rows.",
      "'objects': boxes that reach beyond their picture are cut off at its edges, first in t.jsonl, line 2, in 2 rows.",
    ]);
    expect(rowsOf(data)).toEqual([
      [1, 0, 0.1, 1, 0.3, ...none, ...none],
      [1, 0.9, 0.1, 1, 0.3, ...none, ...none],
      [0, 0.5, 0, 1, 0.2, ...none, ...none],
    ]);
  });

  test.each<[string, string, string, number]>([
    ['broken JSON', '[{"x": 1, "y": 2 "w": 3}]', 'not valid JSON, at character 18', 3],
    ['a comma too many', '[{"x": 1, "y": 2},]', 'not valid JSON, at character 19', 3],
    ['a comment', '[] // nothing', 'not valid JSON, at character 4', 3],
    ['a list without an end', '[{"x": 1', 'not valid JSON, at character 9', 3],
    ['a word', 'none', 'not valid JSON, at character 1', 3],
    ['no list', '{"x": 1, "y": 2, "w": 3, "h": 4}', "'boxes' holds no list of boxes", 3],
    ['a box without a size', '[{"x": 1, "y": 2, "w": 0, "h": 4}]', 'Box 1', 3],
    ['a number that is a text', '[{"x": "1", "y": 2, "w": 3, "h": 4}]', 'Box 1', 3],
    [
      'a box with an empty class',
      '[{"x": 1, "y": 2, "w": 3, "h": 4, "class": ""}]',
      'has no class',
      3,
    ],
    ['a box without a class', '[{"x": 1, "y": 2, "w": 3, "h": 4}]', 'has no class', 3],
  ])('is refused at its place: %s', async (_name, cell, message, line) => {
    const report = await reportOf(load('t.csv', csv(JSON.stringify([car]), cell)));
    expect(report.message).toContain(message);
    expect(report.location).toMatchObject({ line, column: 7 });
    expect(report.location!.file).toMatch(/t\.csv$/);
    expect(report.hint).toBeTruthy();
  });

  test('is refused in its line of JSON Lines, at its character', async () => {
    const rows = lines([{ boxes: [car] }, { boxes: '[{"x": 1, "y": 2 "w": 3}]' }]);
    const report = await reportOf(load('t.jsonl', rows));
    expect(report.message).toBe("'boxes' is not valid JSON, at character 18.");
    expect(report.location).toMatchObject({ line: 2, column: 26 });
  });

  test('is refused with a class that no training row has', async () => {
    const report = await reportOf(
      load('t.jsonl', lines([{ boxes: [car] }]), 'boxes', lines([{ boxes: [bus] }])),
    );
    expect(report).toMatchObject({
      code: 'unknown-label',
      message: "'bus' in the column 'boxes' is no label of the training table.",
    });
  });

  test('is refused where no training row has an object', async () => {
    expect(await reportOf(load('t.jsonl', lines([{ boxes: [] }])))).toMatchObject({
      code: 'no-labels',
    });
  });
});
