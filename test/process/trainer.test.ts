import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMetrics } from '../../src/runs/readMetrics';
import { readModel, readRun } from '../../src/runs/readRun';
import { readSafetensors } from '../../src/runs/safetensors';
import type { StepEvent, TrainingEvent } from '../../src/shared/events';
import { temporaryFolder, writeExample } from './exampleExperiment';
import { TrainerChild } from './trainerChild';

function eventsOf(trainer: TrainerChild): TrainingEvent[] {
  return trainer.all('events').flatMap(({ events }) => events);
}

function steps(events: readonly TrainingEvent[]): StepEvent[] {
  return events.filter((event) => event.type === 'step');
}

test('a run is reported and recorded: every step once, in order', async () => {
  const { folder, file } = await writeExample({ epochs: 3 });
  const trainer = new TrainerChild().train(file);
  expect(await trainer.exited).toEqual({ code: 0, signal: null });

  const types = trainer.reports.map(({ type }) => type).filter((type) => type !== 'progress');
  expect(types[0]).toBe('started');
  expect(types.at(-1)).toBe('ended');
  expect(new Set(types.slice(1, -1))).toEqual(new Set(['events']));

  const [started] = trainer.all('started');
  const { directory, model } = started!;
  expect(directory.startsWith(join(folder, '.mtl', 'runs', 'example-'))).toBe(true);
  expect(await readModel(directory)).toEqual(model);
  // Inputs: size, age, three colours and the unknown one.
  expect(model.parameters).toEqual({
    shared: 6 * 16 + 16,
    tasks: { price: 16 * 8 + 8 + 8 + 1, sold: 16 * 8 + 8 + 8 + 1 },
    total: 6 * 16 + 16 + 2 * (16 * 8 + 8 + 8 + 1),
  });

  const events = eventsOf(trainer);
  expect(events).toEqual((await readMetrics(directory)).events);
  // 240 training rows in batches of 16.
  expect(steps(events).map(({ step }) => step)).toEqual(
    Array.from({ length: 45 }, (_, i) => i + 1),
  );
  // How the gradients relate is recorded before the steps 1, 26, ...
  expect(events.map(({ type }) => type)).toEqual([
    ...['gradients', ...Array<string>(15).fill('step'), 'epoch'],
    ...[...Array<string>(10).fill('step'), 'gradients', ...Array<string>(5).fill('step'), 'epoch'],
    ...[...Array<string>(15).fill('step'), 'epoch'],
    'test',
  ]);

  const [ended] = trainer.all('ended');
  const run = await readRun(directory);
  expect(run).toEqual(ended!.run);
  expect(run).toMatchObject({
    status: 'completed',
    experimentFile: file,
    seed: 42,
    rows: { train: 240, validation: 80, test: 80 },
    summary: { epochs: 3, steps: 45 },
  });
  expect(run.summary?.test).toEqual(
    events.flatMap((event) => (event.type === 'test' ? [event.metrics] : []))[0],
  );

  const weights = await readSafetensors(join(directory, 'weights.safetensors'));
  expect(weights.tensors.map(({ name, shape }) => `${name} ${shape.join('x')}`).sort()).toEqual([
    'shared/dense0/bias 16',
    'shared/dense0/kernel 6x16',
    'tasks/price/dense0/bias 8',
    'tasks/price/dense0/kernel 16x8',
    'tasks/price/output/bias 1',
    'tasks/price/output/kernel 8x1',
    'tasks/sold/dense0/bias 8',
    'tasks/sold/dense0/kernel 16x8',
    'tasks/sold/output/bias 1',
    'tasks/sold/output/kernel 8x1',
  ]);
});

test('a bad experiment is refused with line and column, and leaves no run', async () => {
  const { folder, file } = await writeExample();
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"batchSize": 16', '"batchSize": "many"'));
  const trainer = new TrainerChild().train(file);
  expect((await trainer.exited).code).toBe(1);
  const line = text.split('\n').findIndex((each) => each.includes('batchSize')) + 1;
  expect(trainer.all('failed')[0]?.error).toMatchObject({
    kind: 'experiment',
    location: { file, line },
  });
  expect(trainer.all('started')).toEqual([]);
  expect(existsSync(join(folder, '.mtl'))).toBe(false);
});

test('bad data are refused with file, line and column, and leave no run', async () => {
  const { folder, file, dataFile } = await writeExample();
  const lines = (await readFile(dataFile, 'utf8')).split('\n');
  const cells = lines[250]!.split(',');
  lines[250] = [cells[0], 'old', ...cells.slice(2)].join(',');
  await writeFile(dataFile, lines.join('\n'));
  const text = await readFile(file, 'utf8');
  const features = '"features": { "size": "number", "age": "number", "colour": "category" },';
  await writeFile(file, text.replace('"train"', `${features} "train"`));
  const trainer = new TrainerChild().train(file);
  expect((await trainer.exited).code).toBe(1);
  expect(trainer.all('failed')[0]?.error).toMatchObject({
    kind: 'data',
    location: { file: dataFile, line: 251, column: cells[0]!.length + 2 },
  });
  expect(trainer.all('failed')[0]?.error.message).toContain('old');
  expect(existsSync(join(folder, '.mtl'))).toBe(false);
});

test('a loss that is not finite ends the run as failed, with step, task, hint and all metrics', async () => {
  const { file } = await writeExample({ learningRate: 1e30 });
  const trainer = new TrainerChild().train(file);
  await trainer.exited;
  const run = trainer.all('ended')[0]!.run;
  const { directory } = trainer.all('started')[0]!;
  expect(run.status).toBe('failed');
  expect(run.error).toMatchObject({ kind: 'training', code: 'loss-not-finite' });
  expect(run.error?.hint).toMatch(/learning ?rate/i);
  expect(await readRun(directory)).toEqual(run);

  const { events } = await readMetrics(directory);
  expect(events).toEqual(eventsOf(trainer));
  const last = steps(events).at(-1)!;
  const [task] = Object.entries(last.loss).find(([, loss]) => !Number.isFinite(loss))!;
  expect(run.error?.message).toContain(task);
  expect(run.error?.message).toContain(String(last.step));
  expect(run.summary?.steps).toBe(last.step);
});

test('a run that can no longer be recorded is reported as failed', async () => {
  const { file } = await writeExample({ rows: 2000, epochs: 100_000 });
  const trainer = new TrainerChild().train(file);
  await trainer.until((child) => child.all('events').length > 0);
  const { directory } = trainer.all('started')[0]!;
  await rm(directory, { recursive: true });
  expect((await trainer.exited).code).toBe(1);
  const { error } = trainer.all('failed')[0]!;
  expect(error).toMatchObject({ code: 'file-system' });
  expect(error.location?.file.startsWith(directory)).toBe(true);
});

test('a table can be inspected and an experiment scaffolded from it, which trains at once', async () => {
  const { dataFile } = await writeExample();
  const inspector = new TrainerChild().send({ type: 'inspect', dataFile });
  expect((await inspector.exited).code).toBe(0);
  const table = inspector.all('inspected')[0]!.table;
  expect(table.rows).toBe(400);
  expect(table.columns.map(({ name, type, task }) => [name, type, task])).toEqual([
    ['size', 'number', 'regression'],
    ['age', 'number', 'regression'],
    ['colour', 'category', 'multiclass'],
    ['price', 'number', 'regression'],
    ['sold', 'category', 'binary'],
  ]);

  const directory = join(await temporaryFolder(), 'mine');
  const scaffolder = new TrainerChild().send({
    type: 'scaffold',
    template: 'own-data',
    directory,
    ownData: {
      dataFile,
      name: 'mine',
      targets: [
        { column: 'sold', type: 'binary' },
        { column: 'price', type: 'regression' },
      ],
    },
  });
  expect((await scaffolder.exited).code).toBe(0);
  const { experimentFile } = scaffolder.all('scaffolded')[0]!;
  const trainer = new TrainerChild().train(experimentFile);
  expect((await trainer.exited).code).toBe(0);
  expect(trainer.all('ended')[0]?.run.status).toBe('completed');
});
