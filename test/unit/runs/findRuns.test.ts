import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRuns } from '../../../src/runs/findRuns';
import { RunWriter } from '../../../src/runs/runWriter';
import { exampleRun, temporaryFolder } from './exampleRun';

async function writeRun(folder: string, id: string, minute: number): Promise<string> {
  const directory = join(folder, id);
  const start = `2026-01-01T12:0${minute}:00.000Z`;
  (await RunWriter.create(directory, exampleRun({ id, start }))).close();
  return directory;
}

test('runs are found by directory, id and folder, each once and in order', async () => {
  const folder = await temporaryFolder();
  const inside = await writeRun(join(folder, '.mtl', 'runs'), 'second', 2);
  const elsewhere = await writeRun(join(folder, 'elsewhere'), 'first', 1);
  const ids = async (...names: string[]) =>
    (await findRuns(names, folder)).map(({ run: { id } }) => id);
  expect(await ids('.')).toEqual(['first', 'second']);
  expect(await ids('elsewhere')).toEqual(['first']);
  expect(await ids('second', elsewhere, inside, '.')).toEqual(['first', 'second']);
  await expect(ids('third')).rejects.toThrow("no run 'third'");
});
