import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import { loadData } from '../../../../src/engine/data/loadData';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { matrix, reportOf } from './support';

const fixture = (name: string): string => resolve('test/fixtures/tables', name);

/** Boxes of pictures in a grid of 2 by 2. */
function load(table: string, target: string): Promise<LoadedData> {
  const text = JSON.stringify({
    data: {
      train: fixture(table),
      split: { validation: 0, test: 0 },
      features: { image: { type: 'image', size: [4, 4, 1] } },
    },
    tasks: { objects: { type: 'detection', target } },
    model: { architecture: 'hard-sharing', shared: [{ conv: 2, kernel: 3 }, { maxPool: 2 }] },
  });
  const file = resolve('boxes.mtl.json');
  return loadData({ file, text, experiment: parseExperiment(text, file) });
}

test.for(['boxes', 'fractions', 'json'])(
  'a Parquet column has lists of boxes as structs or as JSON: %s',
  async (column) => {
    const { train, encoding } = await load('boxes.parquet', column);
    expect(encoding.tasks[0]).toMatchObject({ classes: ['bus', 'car'], targetShape: [2, 5] });
    const [bus, car, none] = [
      [0, 0.5, 0.5, 1, 1],
      [1, 0.1, 0.1, 0.3, 0.3],
      [-1, 0, 0, 0, 0],
    ] as const;
    const { values, mask } = train.targets['objects']!;
    expect(matrix(values, 10)).toEqual([
      [...bus, ...car],
      [...none, ...none],
      [...none, ...none],
      [...car, ...none],
    ]);
    // An empty list says that there is nothing, an empty cell says nothing.
    expect([...mask!]).toEqual([1, 1, 0, 1]);
  },
);

test('a box without a size is refused at its row', async () => {
  expect(await reportOf(load('boxes-bad.parquet', 'boxes'))).toMatchObject({
    kind: 'data',
    code: 'bad-box',
    message: expect.stringContaining("Box 1 in 'boxes' needs numbers") as string,
    location: { file: fixture('boxes-bad.parquet'), line: 2 },
  });
});
