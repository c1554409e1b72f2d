import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRunDirectory } from '../../../src/runs/runDirectory';
import { RunWriter } from '../../../src/runs/runWriter';
import { findResumableRun } from '../../../src/session/resumableRun';
import type { RunInfo } from '../../../src/shared/run';
import { exampleRun, temporaryFolder } from '../runs/exampleRun';

const { experiment } = exampleRun();

interface Existing {
  readonly id: string;
  readonly hour: number;
  readonly status?: RunInfo['status'];
  readonly experimentFile?: string;
  readonly checkpoint?: boolean;
}

/** A folder with runs of `adult.mtl.json` unless they say otherwise. */
async function folderWith(...runs: Existing[]): Promise<string> {
  const folder = await temporaryFolder();
  const file = join(folder, 'adult.mtl.json');
  for (const { id, hour, status = 'stopped', experimentFile = file, checkpoint = true } of runs) {
    const start = `2026-01-01T0${hour}:00:00.000Z`;
    const directory = await createRunDirectory(file, id);
    const run = exampleRun({ id, status, start, experimentFile });
    const writer = await RunWriter.create(directory, run);
    if (checkpoint)
      await writer.writeCheckpoint({ tensors: [], steps: hour, position: {}, metricsBytes: 0 });
    writer.close();
  }
  return file;
}

test('the latest unfinished run of the experiment with a checkpoint goes on', async () => {
  const file = await folderWith(
    { id: 'older', hour: 1 },
    { id: 'latest', hour: 2, status: 'failed' },
    { id: 'completed', hour: 3, status: 'completed' },
    { id: 'without-checkpoint', hour: 4, checkpoint: false },
    { id: 'other', hour: 5, experimentFile: '/elsewhere/adult.mtl.json' },
    { id: 'in-progress', hour: 6, status: 'running' },
  );
  const { run, checkpoint } = await findResumableRun(file, experiment);
  expect(run.id).toBe('latest');
  expect(checkpoint.steps).toBe(2);
});

test('a run that is named goes on, completed or not, but not while it trains', async () => {
  const file = await folderWith(
    { id: 'completed', hour: 1, status: 'completed' },
    { id: 'in-progress', hour: 2, status: 'running' },
  );
  const runs = join(file, '..', '.mtl', 'runs');
  const { run } = await findResumableRun(file, experiment, join(runs, 'completed'));
  expect(run.id).toBe('completed');
  await expect(findResumableRun(file, experiment, join(runs, 'in-progress'))).rejects.toMatchObject(
    { report: { code: 'run-is-running' } },
  );
});

test('without such a run the error says what to do', async () => {
  const file = await folderWith({ id: 'completed', hour: 1, status: 'completed' });
  await expect(findResumableRun(file, experiment)).rejects.toMatchObject({
    report: { kind: 'usage', code: 'nothing-to-resume', location: { file } },
  });
  const empty = join(file, '..', 'empty');
  await mkdir(empty);
  await expect(findResumableRun(file, experiment, empty)).rejects.toMatchObject({
    report: { kind: 'data', code: 'run-unreadable' },
  });
});

test('only when a run ends may change', async () => {
  const file = await folderWith({ id: 'a', hour: 1 });
  const { training } = experiment;
  const longer = {
    ...experiment,
    training: { ...training, epochs: 9, earlyStopping: { patience: 3, minDelta: 0 } },
  };
  expect((await findResumableRun(file, longer)).run.id).toBe('a');
  const changed = {
    ...experiment,
    ...longer,
    training: { ...longer.training, seed: 1, monitor: 'income.auc' },
  };
  await expect(findResumableRun(file, changed)).rejects.toMatchObject({
    report: {
      code: 'experiment-changed',
      message: expect.stringMatching(/: training\.seed, training\.monitor\.$/) as string,
    },
  });
});
