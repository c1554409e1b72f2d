import { mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRun } from '../../../src/runs/readRun';
import { runsFolder } from '../../../src/runs/runDirectory';
import { RunWriter } from '../../../src/runs/runWriter';
import { restoreRun, trashRun } from '../../../src/runs/trash';
import type { RunInfo } from '../../../src/shared/run';
import { exampleRun, temporaryFolder } from './exampleRun';

async function addRun(folder: string, changes: Partial<RunInfo>): Promise<string> {
  const run = exampleRun(changes);
  const directory = join(runsFolder(folder), run.id);
  (await RunWriter.create(directory, run)).close();
  return directory;
}

test('a deleted run is not among the runs, and can be brought back', async () => {
  const folder = await temporaryFolder();
  const directory = await addRun(folder, { id: 'done', status: 'completed' });
  const before = await readRun(directory);
  const place = await trashRun(directory);
  expect(place).toBe(join(folder, '.mtl', 'trash', 'done'));
  expect(await readdir(runsFolder(folder))).toEqual([]);
  await restoreRun(place, directory);
  expect(await readRun(directory)).toEqual(before);
});

test('a run that trains is not deleted, nor what is not a run', async () => {
  const folder = await temporaryFolder();
  const running = await addRun(folder, { id: 'running' });
  await expect(trashRun(running)).rejects.toMatchObject({ report: { code: 'run-is-running' } });
  await expect(trashRun(folder)).rejects.toMatchObject({ report: { code: 'run-unreadable' } });
  expect((await readRun(running)).status).toBe('running');
});

test('what was deleted more than a week ago goes for good with the next', async () => {
  const folder = await temporaryFolder();
  const trash = join(folder, '.mtl', 'trash');
  const days = (count: number): Date => new Date(Date.now() - count * 24 * 3600 * 1000);
  for (const [name, age] of [
    ['old', 8],
    ['recent', 6],
  ] as const) {
    await mkdir(join(trash, name), { recursive: true });
    await utimes(join(trash, name), days(age), days(age));
  }
  await trashRun(await addRun(folder, { id: 'done', status: 'completed' }));
  expect((await readdir(trash)).sort()).toEqual(['done', 'recent']);
});
