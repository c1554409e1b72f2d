import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readCheckpoint } from '../../src/runs/checkpointFile';
import { readMetrics } from '../../src/runs/readMetrics';
import { readRun } from '../../src/runs/readRun';
import { RemoteControl } from '../../src/runs/runControl';
import { mtlLab, startMtlLab } from './commandLine';
import { onlyRun, writeExample } from './exampleExperiment';
import { isGone } from './isGone';
import { built, TrainerChild } from './trainerChild';

const long = { rows: 2000, epochs: 100_000 };
const patience = { timeout: 30_000, interval: 50 };

async function lastStep(directory: string): Promise<number> {
  const { events } = await readMetrics(directory);
  return events.findLast((event) => event.type === 'step')?.step ?? 0;
}

/** Resolves with the last step once the run says that it is paused. */
async function paused(directory: string): Promise<number> {
  await vi.waitFor(async () => expect((await readRun(directory)).paused).toBe(true), patience);
  return lastStep(directory);
}

async function trainLong(): Promise<{ trainer: TrainerChild; directory: string; file: string }> {
  const { file } = await writeExample(long);
  const trainer = new TrainerChild().train(file);
  await trainer.until((child) => child.all('events').length > 0);
  return { trainer, directory: trainer.all('started')[0]!.directory, file };
}

test('a paused run does nothing, runs single steps, and goes on', async () => {
  const { trainer, directory } = await trainLong();
  const control = new RemoteControl(directory);
  await control.act('pause');
  const step = await paused(directory);
  expect(trainer.all('changed').at(-1)?.run).toMatchObject({ status: 'running', paused: true });
  await delay(300);
  expect(await lastStep(directory)).toBe(step);

  await control.act('step');
  await vi.waitFor(async () => expect(await lastStep(directory)).toBe(step + 1), patience);
  await Promise.all([control.act('step'), control.act('step')]);
  await vi.waitFor(async () => expect(await lastStep(directory)).toBe(step + 3), patience);
  await delay(300);
  expect(await lastStep(directory)).toBe(step + 3);
  expect((await readRun(directory)).paused).toBe(true);

  await control.act('continue');
  await vi.waitFor(
    async () => expect(await lastStep(directory)).toBeGreaterThan(step + 3),
    patience,
  );
  await vi.waitFor(async () => expect((await readRun(directory)).paused).toBe(false), patience);
  trainer.send({ type: 'stop' });
  await trainer.exited;
});

test('Stop ends a paused run with a checkpoint, and its time is without the pause', async () => {
  const { trainer, directory } = await trainLong();
  const began = performance.now();
  await new RemoteControl(directory).act('pause');
  const step = await paused(directory);
  const trained = (performance.now() - began) / 1000;
  await delay(3000);
  trainer.send({ type: 'stop' });
  expect(await trainer.exited).toEqual({ code: 0, signal: null });
  const run = await readRun(directory);
  expect(run).toMatchObject({ status: 'stopped', paused: false, summary: { steps: step } });
  expect(run.summary!.seconds).toBeLessThan((performance.now() - began) / 1000 - 2.9 + trained);
  expect((await readCheckpoint(directory)).steps).toBe(step);
});

test('pauses and single steps change no number', async () => {
  const example = await writeExample({ rows: 2000, epochs: 30 });
  const trainer = new TrainerChild().train(example.file);
  await trainer.until((child) => child.all('events').length > 0);
  const { directory } = trainer.all('started')[0]!;
  const control = new RemoteControl(directory);
  await control.act('pause');
  const step = await paused(directory);
  await Promise.all([control.act('step'), control.act('step'), control.act('step')]);
  await vi.waitFor(async () => expect(await lastStep(directory)).toBe(step + 3), patience);
  await control.act('continue');
  await trainer.exited;
  const whole = join(example.folder, 'whole');
  await mtlLab(['train', example.file, '--run-dir', whole, '--threads', '1']);
  const withoutTimes = async (run: string) =>
    (await readMetrics(run)).events.map((event) =>
      event.type === 'epoch' ? { ...event, seconds: 0 } : event,
    );
  expect(await withoutTimes(directory)).toEqual(await withoutTimes(whole));
});

test('a run of the command line is paused and stopped through its directory, too', async () => {
  const example = await writeExample(long);
  const { result } = startMtlLab(['train', example.file]);
  const directory = await vi.waitFor(async () => {
    const found = await onlyRun(example);
    expect(await lastStep(found)).toBeGreaterThan(0);
    return found;
  }, patience);
  const control = new RemoteControl(directory);
  await control.act('pause');
  await paused(directory);
  await control.act('stop');
  expect((await result).status).toBe(130);
  expect((await readRun(directory)).status).toBe('stopped');
});

/** Forks the trainer, prints its process number and its run's directory, and waits to be killed. */
const windowScript = `
  const { fork } = require('node:child_process');
  const [trainer, experimentFile, graceSeconds] = process.argv.slice(1);
  const stdio = ['ignore', 'pipe', 'pipe', 'ipc'];
  const child = fork(trainer, [], { execArgv: [], serialization: 'advanced', stdio, detached: true });
  child.on('message', ({ type, directory }) => {
    if (type === 'started') console.log(JSON.stringify({ pid: child.pid, directory }));
  });
  const options = { backend: 'auto', threads: 1, graceSeconds: Number(graceSeconds) };
  child.send({ mtl: 1, type: 'train', experimentFile, ...options });
`;

/** Trains with a parent that is killed as soon as the run has begun. */
async function orphan(graceSeconds: number): Promise<{ pid: number; directory: string }> {
  const { file } = await writeExample(long);
  const args = ['-e', windowScript, built('trainer.cjs'), file, String(graceSeconds)];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
  const started = JSON.parse(String((await lines.next()).value)) as {
    pid: number;
    directory: string;
  };
  onTestFinished(() => {
    try {
      process.kill(started.pid, 'SIGKILL');
    } catch {
      // It is gone, as it should be.
    }
  });
  parent.kill('SIGKILL');
  return started;
}

test('a run whose window comes back goes on, and ends when nobody is there any more', async () => {
  const { pid, directory } = await orphan(5);
  const control = new RemoteControl(directory);
  const step = await lastStep(directory);
  // Longer than the grace; often, because a busy machine may be slow to come back.
  for (let time = 0; time < 14; time++) {
    await control.attend();
    await delay(500);
  }
  expect((await readRun(directory)).status).toBe('running');
  expect(await lastStep(directory)).toBeGreaterThan(step);
  await isGone(pid);
  const run = await readRun(directory);
  expect(run).toMatchObject({ status: 'stopped', pid });
  expect((await readCheckpoint(directory)).steps).toBe(run.summary?.steps);
});

test('whoever joined the run can stop it', async () => {
  const { pid, directory } = await orphan(Infinity);
  await delay(2000);
  expect((await readRun(directory)).status).toBe('running');
  await new RemoteControl(directory).act('stop');
  await isGone(pid);
  expect((await readRun(directory)).status).toBe('stopped');
});

test('a run can be trained again as it was, and go on, whatever its file says now', async () => {
  const example = await writeExample({ epochs: 2 });
  const first = join(example.folder, 'first');
  await mtlLab(['train', example.file, '--run-dir', first, '--set', 'training.batchSize=8']);
  const { experiment } = await readRun(first);
  const again = new TrainerChild().send({
    type: 'train',
    experimentFile: example.file,
    backend: 'auto',
    threads: 1,
    graceSeconds: 0,
    asIn: first,
  });
  expect((await again.exited).code).toBe(0);
  const run = again.all('ended')[0]!.run;
  expect(run.experiment).toEqual(experiment);
  expect(run.summary?.test).toEqual((await readRun(first)).summary?.test);

  const { trainer, directory, file } = await trainLong();
  trainer.send({ type: 'stop' });
  await trainer.exited;
  const stopped = (await readRun(directory)).summary!.steps;
  const resumed = new TrainerChild().send({
    type: 'train',
    experimentFile: file,
    backend: 'auto',
    threads: 1,
    graceSeconds: 0,
    asIn: directory,
    resume: true,
  });
  await resumed.until((child) => child.all('events').length > 0);
  resumed.send({ type: 'stop' });
  await resumed.exited;
  const { id, summary } = await readRun(directory);
  expect(resumed.all('started')[0]?.run.id).toBe(id);
  expect(summary!.steps).toBeGreaterThan(stopped);
});
