import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readCheckpoint } from '../../src/runs/checkpointFile';
import { readMetrics } from '../../src/runs/readMetrics';
import { readRun } from '../../src/runs/readRun';
import { mtlLab, startMtlLab, type CommandResult } from './commandLine';
import { writeExample } from './exampleExperiment';
import { TrainerChild } from './trainerChild';

/** One step an epoch, of 45 thousand million multiply-adds: seconds on ONNX Runtime, minutes on cpu. */
const slow = { rows: 6000, epochs: 1, batchSize: 3600, shared: Array<number>(5).fill(1024) };
const backends = ['onnxruntime', 'cpu'] as const;

async function expectStoppedBeforeTheFirstStep(directory: string): Promise<void> {
  const run = await readRun(directory);
  expect(run).toMatchObject({ status: 'stopped', summary: { epochs: 0, steps: 0 } });
  expect((await readMetrics(directory)).events).toEqual([]);
  expect(await readCheckpoint(directory)).toMatchObject({ steps: 0, metricsBytes: 0 });
}

/** Trains until the first step goes on, then interrupts. */
async function interrupt(file: string, backend: string, directory: string): Promise<CommandResult> {
  const args = ['--backend', backend, '--threads', '1', '--run-dir', directory];
  const { child, result } = startMtlLab(['train', file, ...args]);
  while (!existsSync(join(directory, 'model.json'))) await delay(20);
  child.kill('SIGINT');
  return result;
}

/** Of the tensors of a checkpoint: millions of numbers take minutes to compare one by one. */
async function digests(directory: string): Promise<string[]> {
  const { tensors } = await readCheckpoint(directory);
  return tensors.map(({ name, values }) => {
    const digest = createHash('sha256').update(values).digest('hex');
    return `${name} ${digest}`;
  });
}

test.each(backends)('Stop is answered while a step goes on in %s', async (backend) => {
  const { file } = await writeExample(slow);
  const trainer = new TrainerChild().train(file, backend);
  await trainer.until((child) => child.all('started').length > 0);
  trainer.send({ type: 'stop' });
  await trainer.exited;
  const { directory } = trainer.all('started')[0]!;
  await expectStoppedBeforeTheFirstStep(directory);
  expect(trainer.reports.at(-1)).toEqual({ mtl: 1, type: 'ended', run: await readRun(directory) });
});

test('Ctrl-C is answered while a step goes on in plain JavaScript', async () => {
  const { file, folder } = await writeExample(slow);
  const directory = join(folder, 'run');
  const { signal, stderr } = await interrupt(file, 'cpu', directory);
  // Shells show 130.
  expect(signal).toBe('SIGINT');
  expect(stderr).toContain('Run stopped: 0 epochs, 0 steps');
  await expectStoppedBeforeTheFirstStep(directory);
});

test('Ctrl-C is answered while a step goes on in a native library, and the run can go on', async () => {
  const { file, folder } = await writeExample(slow);
  const directory = join(folder, 'run');
  const { signal, stderr } = await interrupt(file, 'onnxruntime', directory);
  expect(signal).toBe('SIGINT');
  expect(stderr).toContain('Run stopped: 0 epochs, 0 steps');
  await expectStoppedBeforeTheFirstStep(directory);

  const whole = join(folder, 'whole');
  const args = ['train', file, '--threads', '1', '--run-dir'];
  expect((await mtlLab([...args, directory, '--resume'])).status).toBe(0);
  expect((await mtlLab([...args, whole])).status).toBe(0);
  const { events } = await readMetrics(directory);
  expect(events.map(({ type }) => type)).toEqual(['gradients', 'step', 'epoch', 'test']);
  expect(events.slice(0, 2)).toEqual((await readMetrics(whole)).events.slice(0, 2));
  expect(await digests(directory)).toEqual(await digests(whole));
});

test.skipIf(process.platform === 'win32')('Stop is answered while the data are read', async () => {
  const { file, folder, dataFile } = await writeExample();
  await rm(dataFile);
  // Nobody ever writes into this pipe, so reading the data never ends once it has begun.
  execFileSync('mkfifo', [dataFile]);
  const trainer = new TrainerChild().train(file);
  const pipe = await open(dataFile, 'w');
  trainer.send({ type: 'stop' });
  await trainer.exited;
  await pipe.close();
  expect(trainer.all('failed')[0]?.error).toMatchObject({ code: 'interrupted' });
  expect(existsSync(join(folder, '.mtl'))).toBe(false);
});
