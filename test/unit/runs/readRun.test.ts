import { spawnSync } from 'node:child_process';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createRunDirectory, newRunId, runsFolder } from '../../../src/runs/runDirectory';
import { listRuns, readModel, readRun } from '../../../src/runs/readRun';
import { RunWriter } from '../../../src/runs/runWriter';
import type { RunInfo } from '../../../src/shared/run';
import { exampleRun, temporaryFolder } from './exampleRun';

async function addRun(folder: string, changes: Partial<RunInfo>): Promise<string> {
  const run = exampleRun(changes);
  const directory = await createRunDirectory(join(folder, 'adult.mtl.json'), run.id);
  const writer = await RunWriter.create(directory, run);
  writer.close();
  return directory;
}

function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

test('runs of all experiments under a folder are listed, newest first', async () => {
  const folder = await temporaryFolder();
  await addRun(join(folder, 'a'), { id: 'a-1', start: '2026-01-01T00:00:00.000Z' });
  await addRun(join(folder, 'b', 'c'), { id: 'c-1', start: '2026-01-03T00:00:00.000Z' });
  await addRun(folder, { id: 'top-1', start: '2026-01-02T00:00:00.000Z' });
  await addRun(join(folder, 'node_modules', 'x'), { id: 'not-mine' });
  const ids = async (path: string): Promise<string[]> =>
    (await listRuns(path)).runs.map(({ run }) => run.id);
  expect(await ids(folder)).toEqual(['c-1', 'top-1', 'a-1']);
  expect(await ids(runsFolder(join(folder, 'a')))).toEqual(['a-1']);
});

test('a broken, half-written or foreign run is skipped with a reason', async () => {
  const folder = await temporaryFolder();
  await addRun(folder, { id: 'good' });
  const contents = { empty: '', half: '{"format":1,"id":"ha', foreign: '{"format":2}' };
  for (const [name, content] of Object.entries(contents)) {
    await mkdir(join(runsFolder(folder), name));
    await writeFile(join(runsFolder(folder), name, 'run.json'), content);
  }
  await mkdir(join(runsFolder(folder), 'missing'));
  const { runs, skipped } = await listRuns(folder);
  expect(runs.map(({ run }) => run.id)).toEqual(['good']);
  const names = skipped.map(({ directory }) => directory.slice(runsFolder(folder).length + 1));
  expect(names.sort()).toEqual(['empty', 'foreign', 'half', 'missing']);
  expect(skipped.every(({ reason }) => reason.startsWith('Cannot read the run: '))).toBe(true);
});

test('a run whose record lacks what lists and pages of runs show is skipped', async () => {
  const folder = await temporaryFolder();
  const { tasks, ...noTasks } = exampleRun().experiment;
  const { balancing, ...noBalancing } = exampleRun().experiment;
  const damaged = {
    'no-tasks': { experiment: noTasks },
    'no-balancing': { experiment: noBalancing },
    'bad-task': { experiment: { ...exampleRun().experiment, tasks: { ...tasks, more: {} } } },
    'no-backend': { backend: undefined },
    'no-file': { experimentFile: undefined },
    'another-status': { status: 'archived' },
  };
  for (const [id, changes] of Object.entries(damaged)) {
    await addRun(folder, { id, ...(changes as Partial<RunInfo>) });
  }
  await addRun(folder, { id: 'newer', ...{ addedLater: balancing } });
  const { runs, skipped } = await listRuns(folder);
  expect(runs.map(({ run }) => run.id)).toEqual(['newer']);
  expect(skipped.map(({ directory }) => basename(directory)).sort()).toEqual(
    Object.keys(damaged).sort(),
  );
});

test('the model of a run is one', async () => {
  const directory = await addRun(await temporaryFolder(), {});
  await writeFile(join(directory, 'model.json'), '{ "nodes": [] }');
  await expect(readModel(directory)).rejects.toMatchObject({ report: { code: 'run-unreadable' } });
});

test('a run that was moved with its experiment belongs to the file where that is now', async () => {
  const folder = await temporaryFolder();
  const before = join(folder, 'before', 'adult.mtl.json');
  const directory = await addRun(dirname(before), { experimentFile: before });
  expect((await readRun(directory)).experimentFile).toBe(before);
  await writeFile(before, '{}');
  await rename(join(folder, 'before'), join(folder, 'after'));
  const after = join(folder, 'after', 'adult.mtl.json');
  const { runs } = await listRuns(folder);
  expect(runs.map(({ run }) => run.experimentFile)).toEqual([after]);
  await addRun(dirname(after), { id: 'windows', experimentFile: 'C:\\lab\\adult.mtl.json' });
  const { runs: both } = await listRuns(folder);
  expect(both.map(({ run }) => run.experimentFile)).toEqual([after, after]);
});

test('a running run whose process is gone reads as stopped', async () => {
  const folder = await temporaryFolder();
  const alive = await addRun(folder, { id: 'alive' });
  const dead = await addRun(folder, { id: 'dead', pid: deadPid() });
  const ended = await addRun(folder, { id: 'ended', pid: deadPid(), status: 'failed' });
  expect((await readRun(alive)).status).toBe('running');
  expect((await readRun(dead)).status).toBe('stopped');
  expect((await readRun(ended)).status).toBe('failed');
});

test('texts of the experiment that look like numbers stay texts', async () => {
  const directory = await addRun(await temporaryFolder(), {});
  expect((await readRun(directory)).experiment.data.missing).toEqual(['', 'NA', 'NaN']);
});

test('the directory of a run names experiment and time', () => {
  const noon = new Date(2026, 0, 5, 12, 3, 9);
  expect(newRunId('adult', noon)).toMatch(/^adult-20260105-120309-[0-9a-f]{4}$/);
  expect(newRunId('我的 实验/1', noon)).toMatch(/^我的-实验-1-20260105-/);
  expect(newRunId('../..', noon)).toMatch(/^run-20260105-/);
});

test('a run directory that holds files is not written into', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'notes.txt'), 'mine');
  await expect(createRunDirectory('x.mtl.json', 'x', folder)).rejects.toMatchObject({
    report: { kind: 'usage', code: 'run-directory-in-use' },
  });
});
