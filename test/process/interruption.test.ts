import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { readCheckpoint } from '../../src/runs/checkpointFile';
import { readMetrics } from '../../src/runs/readMetrics';
import { readRun } from '../../src/runs/readRun';
import { encodeEvent } from '../../src/shared/events';
import { mtlLab } from './commandLine';
import { onlyRun, writeExample } from './exampleExperiment';
import { isGone } from './isGone';
import { built, TrainerChild } from './trainerChild';
import { tfjsNodeData } from '../support/tfjsNode';

/** A parent to kill: forks the trainer and prints its process number and its run's directory. */
const parentScript = `
  const { fork } = require('node:child_process');
  const [trainer, experimentFile] = process.argv.slice(1);
  const options = { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] };
  const child = fork(trainer, [], options);
  console.log(child.pid);
  child.on('message', ({ type, directory }) => {
    if (type === 'started') console.log(directory);
  });
  child.send({ mtl: 1, type: 'train', experimentFile, backend: 'auto', threads: 1 });
`;

interface Parent {
  readonly trainerPid: Promise<number>;
  readonly runDirectory: Promise<string>;
  readonly kill: () => void;
}

function startParent(experimentFile: string): Parent {
  const args = ['-e', parentScript, built('trainer.cjs'), experimentFile];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = (): void => void parent.kill('SIGKILL');
  onTestFinished(kill);
  const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  const trainerPid = line().then(Number);
  return { trainerPid, runDirectory: trainerPid.then(line), kill };
}

/** Long enough that every test interrupts it. */
const long = { rows: 2000, epochs: 100_000 };

/** The lines of `metrics.jsonl` without the times. */
async function linesOf(directory: string): Promise<string[]> {
  const { events, unreadable } = await readMetrics(directory);
  expect(unreadable).toBe(0);
  return events.map((event) =>
    encodeEvent(event.type === 'epoch' ? { ...event, seconds: 0 } : event),
  );
}

function trainedEpochs(trainer: TrainerChild): number {
  return trainer
    .all('events')
    .flatMap(({ events }) => events)
    .filter(({ type }) => type === 'epoch').length;
}

test.each([
  ['onnxruntime', {}],
  ['tfjs-node', { MTL_LAB_DATA: tfjsNodeData }],
] as const)(
  'a stopped run goes on with the losses of one that was never stopped: %s',
  async (name, env) => {
    const example = await writeExample({ rows: 2000, epochs: 40 });
    const trainer = new TrainerChild(env).train(example.file);
    await trainer.until((child) => child.all('events').length > 0);
    trainer.send({ type: 'stop' });
    expect((await trainer.exited).code).toBe(0);
    const { directory } = trainer.all('started')[0]!;
    const stopped = await readRun(directory);
    expect(stopped).toMatchObject({ status: 'stopped', backend: { name, compiled: true } });
    expect(trainer.all('ended')[0]?.run).toEqual(stopped);
    const { steps } = await readCheckpoint(directory);
    expect(steps).toBe(stopped.summary?.steps);
    expect(steps).toBeLessThan(40 * 75);

    const resumed = await mtlLab(
      ['train', example.file, '--resume', '--threads', '1'],
      undefined,
      env,
    );
    expect(resumed).toMatchObject({ status: 0 });
    expect(await onlyRun(example)).toBe(directory);
    const finished = await readRun(directory);
    expect(finished).toMatchObject({ status: 'completed', id: stopped.id, start: stopped.start });

    const whole = join(example.folder, 'whole');
    await mtlLab(['train', example.file, '--run-dir', whole, '--threads', '1'], undefined, env);
    expect(await linesOf(directory)).toEqual(await linesOf(whole));
    expect((await readCheckpoint(directory)).tensors).toEqual(
      (await readCheckpoint(whole)).tensors,
    );
    expect(finished.summary?.test).toEqual((await readRun(whole)).summary?.test);
  },
);

test('a killed trainer leaves a readable run that can go on', async () => {
  const example = await writeExample(long);
  const trainer = new TrainerChild().train(example.file);
  await trainer.until((child) => trainedEpochs(child) >= 3);
  trainer.kill('SIGKILL');
  await trainer.exited;
  const { directory } = trainer.all('started')[0]!;
  expect((await readRun(directory)).status).toBe('stopped');
  const reported = trainer.all('events').flatMap(({ events }) => events);
  const { events } = await readMetrics(directory);
  expect(events.slice(0, reported.length)).toEqual(reported);

  const { position } = await readCheckpoint(directory);
  const epochs = Number(position['epoch']) + 1;
  const resumed = await mtlLab([
    ...['train', example.file, '--resume', '--set', `training.epochs=${epochs}`],
  ]);
  expect(resumed.status).toBe(0);
  const run = await readRun(directory);
  expect(run).toMatchObject({ status: 'completed', summary: { epochs } });
  const steps = (await readMetrics(directory)).events.flatMap((event) =>
    event.type === 'step' ? [event.step] : [],
  );
  expect(steps).toEqual(Array.from({ length: epochs * 75 }, (_, index) => index + 1));
});

test('when the parent is killed, the trainer checkpoints, marks the run stopped and exits', async () => {
  const example = await writeExample(long);
  const parent = startParent(example.file);
  const pid = await parent.trainerPid;
  const directory = await parent.runDirectory;
  while (!existsSync(join(directory, 'checkpoint', 'state.safetensors'))) await delay(20);
  expect((await readRun(directory)).status).toBe('running');
  parent.kill();
  await isGone(pid);

  const raw = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')) as object;
  expect(raw).toMatchObject({ status: 'stopped', pid });
  const { steps } = await readCheckpoint(directory);
  const { events, unreadable } = await readMetrics(directory);
  expect(unreadable).toBe(0);
  const last = events.findLast((event) => event.type === 'step');
  expect(last?.step).toBe(steps);
  expect((await readRun(directory)).summary?.steps).toBe(steps);
});

test.skipIf(process.platform === 'win32')(
  'when the parent is killed, a trainer that hangs exits too',
  async () => {
    const example = await writeExample(long);
    await rm(example.dataFile);
    // Nobody ever writes into this pipe, so reading the data never ends once it has begun.
    execFileSync('mkfifo', [example.dataFile]);
    const parent = startParent(example.file);
    const pid = await parent.trainerPid;
    const pipe = await open(example.dataFile, 'w');
    parent.kill();
    await isGone(pid);
    await pipe.close();
  },
);

test('SIGTERM is a stop', async () => {
  const { file } = await writeExample(long);
  const trainer = new TrainerChild().train(file);
  await trainer.until((child) => child.all('events').length > 0);
  trainer.kill('SIGTERM');
  expect(await trainer.exited).toEqual({ code: 0, signal: null });
  expect(trainer.all('ended')[0]?.run.status).toBe('stopped');
});

test('a run goes on with what it was started with, or not at all', async () => {
  const { file, folder, dataFile } = await writeExample({ epochs: 2 });
  const directory = join(folder, 'run');
  await mtlLab(['train', file, '--run-dir', directory]);
  const args = ['train', file, '--resume', '--run-dir', directory];
  const longer = ['--set', 'training.epochs=4'];
  const changed = await mtlLab([...args, ...longer, '--set', 'training.batchSize=8']);
  expect(changed.status).toBe(2);
  expect(changed.stderr).toContain('training.batchSize');
  expect(changed.stderr).not.toContain('training.epochs,');
  expect((await readRun(directory)).summary?.epochs).toBe(2);

  const table = await readFile(dataFile, 'utf8');
  await writeFile(dataFile, table.split('\n').slice(0, -10).join('\n'));
  const otherData = await mtlLab([...args, ...longer]);
  expect(otherData.status).toBe(2);
  expect(otherData.stderr).toContain('The data have changed');
  expect((await readRun(directory)).summary?.epochs).toBe(2);

  await writeFile(dataFile, table);
  expect((await mtlLab([...args, ...longer])).status).toBe(0);
  expect((await readRun(directory)).summary?.epochs).toBe(4);
});
