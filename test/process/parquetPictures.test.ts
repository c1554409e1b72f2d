import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { mtlLab } from './commandLine';
import { onlyRun, temporaryFolder } from './exampleExperiment';

const fixture = (name: string): string => resolve('test/fixtures/tables', name);

test.for(['image', 'nested'])(
  'pictures in Parquet are trained on and asked: %s',
  async (column) => {
    const folder = await temporaryFolder();
    const file = join(folder, 'greys.mtl.json');
    const experiment = {
      data: {
        train: fixture('pictures.parquet'),
        split: { validation: 0.4, test: 0, seed: 1 },
        features: { [column]: { type: 'image', size: [2, 2, 1] } },
      },
      tasks: { y: { type: 'multiclass', target: 'y' } },
      model: { architecture: 'hard-sharing', shared: [{ flatten: true }] },
      training: { epochs: 2, batchSize: 2, seed: 1 },
    };
    await writeFile(file, JSON.stringify(experiment));
    expect(await mtlLab(['train', file])).toMatchObject({ status: 0 });
    const run = await onlyRun({ folder, file: '', dataFile: '' });
    const output = join(folder, 'answers.csv');
    const ask = (table: string): ReturnType<typeof mtlLab> =>
      mtlLab(['predict', run, '--input', fixture(table), '--output', output]);
    expect(await ask('pictures.parquet')).toMatchObject({ status: 0 });
    const [header, ...lines] = (await readFile(output, 'utf8')).trim().split('\n');
    expect(header).toBe('row,y,y probability');
    expect(lines).toHaveLength(5);
    if (column !== 'image') return;
    const { status, stderr } = await ask('picture-huge.parquet');
    expect(status).toBe(2);
    expect(stderr).toContain(`${fixture('picture-huge.parquet')}:3: The picture 'row 3'`);
  },
);
