import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readExperiment } from '../../../src/session/loadExperiment';
import { temporaryFolder } from '../runs/exampleRun';

test('an experiment may start with the mark of UTF-8, which shifts no place of an error', async () => {
  const file = join(await temporaryFolder(), 'marked.mtl.json');
  const write = (train: string): Promise<void> =>
    writeFile(
      file,
      `\uFEFF{ "data": { "train": ${train} },\r\n"tasks": { "y": TASK } }`.replace(
        'TASK',
        '{ "type": "regression", "target": "y" }',
      ),
    );
  await write('"t.csv"');
  expect((await readExperiment(file)).experiment.data.train).toBe('t.csv');
  await write('7');
  await expect(readExperiment(file)).rejects.toMatchObject({
    report: { location: { line: 1, column: 22 } },
  });
});
