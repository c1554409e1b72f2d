import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import { loadData } from '../../../../src/engine/data/loadData';
import { openTable } from '../../../../src/engine/data/tableFile';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { reportOf } from './support';

const fixture = (name: string): string => resolve('test/fixtures/tables', name);

function load(table: string, image: string, seed = 1): Promise<LoadedData> {
  const text = JSON.stringify({
    data: {
      train: fixture(table),
      split: { validation: 0.4, test: 0, seed },
      features: { [image]: { type: 'image', size: [1, 1, 1], scale: 'unit' } },
    },
    tasks: { y: { type: 'multiclass', target: 'y' } },
    model: { architecture: 'hard-sharing', shared: [{ flatten: true }] },
  });
  const file = resolve('pictures.mtl.json');
  return loadData({ file, text, experiment: parseExperiment(text, file) });
}

describe('pictures in the cells of a Parquet table', () => {
  test.for(['image', 'nested'])('are read row by row: %s', async (column) => {
    const { train, validation } = await load('pictures.parquet', column);
    const greys = [train, validation].flatMap(({ inputs }) =>
      Array.from(inputs?.[0] ?? [], (value) => Math.round(value * 255)),
    );
    expect(greys.sort((a, b) => a - b)).toEqual([0, 50, 100, 150, 200]);
    // The lighter ones are called light, so each picture met its own row.
    const of = ({ inputs, targets }: LoadedData['train']): [number, number][] =>
      Array.from(inputs![0]!, (value, row) => [value, targets.y!.values[row]!]);
    for (const [value, label] of [...of(train), ...of(validation)]) {
      expect(label).toBe(value * 255 > 120 ? 1 : 0);
    }
  });

  test('stand for themselves by their place; other bytes are texts', async () => {
    const table = await openTable(fixture('pictures.parquet'));
    const rows: unknown[] = [];
    await table.read((cells) => rows.push([...cells]));
    expect(rows.slice(1, 3)).toEqual([
      ['row 2', 'row 2', 'grün 50', 'dark'],
      ['row 3', 'row 3', 'grün 100', 'dark'],
    ]);
  });

  test('may be asked for in any order', async () => {
    const store = (await openTable(fixture('pictures.parquet'))).pictures!('image');
    const grey = async (row: number): Promise<number> => (await store.read(`row ${row}`)).data[0]!;
    expect([await grey(5), await grey(1), await grey(2), await grey(4)]).toEqual([200, 0, 50, 150]);
    expect(await store.size('row 3')).toEqual({ width: 2, height: 2 });
  });

  test.for([
    ['none', "The column 'image' has no picture in this row."],
    ['broken', "The picture 'row 3' of the column 'image' is broken."],
    ['text', "The picture 'row 3' of the column 'image' is no PNG or JPEG picture."],
    ['huge', "The picture 'row 3' of the column 'image' says that it is 60000 by 60000 pixels."],
  ])('are refused at their row: %s', async ([name, message]) => {
    expect(await reportOf(load(`picture-${name}.parquet`, 'image'))).toMatchObject({
      kind: 'data',
      code: 'bad-picture',
      message,
      location: { file: fixture(`picture-${name}.parquet`), line: 3 },
    });
  });

  test('are what a cell without one should hold, or the name of a file', async () => {
    expect(await reportOf(load('picture-none.parquet', 'image'))).toMatchObject({
      hint: 'A cell holds the bytes of a PNG or JPEG file, or the name of one. Fill it in, or remove the row.',
    });
  });
});
