import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { expect, onTestFinished, test } from 'vitest';
import { readMetrics } from '../../src/runs/readMetrics';
import { readPredictions } from '../../src/runs/predictionsFile';
import { readRun } from '../../src/runs/readRun';
import { copySample } from '../support/samples';
import { mtlLab } from './commandLine';
import { onlyRun } from './exampleExperiment';
import { TrainerChild } from './trainerChild';

interface OwnModel {
  readonly folder: string;
  readonly file: string;
  readonly model: string;
}

async function ownModel(): Promise<OwnModel> {
  const { folder, remove } = await copySample('own-model');
  onTestFinished(remove);
  return { folder, file: join(folder, 'own-model.mtl.json'), model: join(folder, 'model.ts') };
}

async function change({ model }: OwnModel, from: string, to: string): Promise<void> {
  const text = await readFile(model, 'utf8');
  expect(text).toContain(from);
  await writeFile(model, text.replace(from, to));
}

test('a run keeps its model: it is resumed and exported whatever the module says since', async () => {
  const own = await ownModel();
  const trained = await mtlLab(['train', own.file, '--set', 'training.epochs=2']);
  expect(trained.stdout).toMatch(/brier_error +0\.\d+/);
  expect(trained.status).toBe(0);
  await writeFile(own.model, 'export const shared = 1;');
  expect((await mtlLab(['train', own.file])).stderr).toContain("exports no function 'shared'");

  const directory = await onlyRun({ folder: own.folder, file: own.file, dataFile: '' });
  const args = ['train', own.file, '--resume', '--run-dir', directory];
  expect((await mtlLab([...args, '--set', 'training.epochs=3'])).status).toBe(0);
  const { backend, summary, moduleHash } = await readRun(directory);
  expect(moduleHash).toMatch(/^[0-9a-f]{8}$/);
  expect(backend).toMatchObject({ name: 'onnxruntime', compiled: true });
  expect(summary).toMatchObject({ epochs: 3 });
  expect(summary!.test!['sex']!['brier_error']).toBeLessThan(0.3);
  const { events } = await readMetrics(directory);
  expect(events.filter(({ type }) => type === 'epoch')).toHaveLength(3);

  expect(await mtlLab(['export', directory], own.folder)).toMatchObject({ status: 0, stderr: '' });
  const { rows, tasks } = (await readPredictions(directory))!;
  const outputs = await predict(own, rows);
  for (const { name, values } of tasks) {
    const exported = outputs[name]!.data as Float32Array;
    expect(exported).toHaveLength(values.length);
    values.forEach((value, at) => expect(Math.abs(exported[at]! / value - 1)).toBeLessThan(1e-4));
  }
});

/** What the exported model says of rows of the table, which count from 1. */
async function predict(
  { folder }: OwnModel,
  rows: Float32Array,
): Promise<ort.InferenceSession.ReturnType> {
  const table = await readFile(join(folder, 'penguins.csv'), 'utf8');
  const [header = [], ...cells] = table
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const column = (name: string): string[] =>
    [...rows].map((row) => cells[row - 1]![header.indexOf(name)]!);
  const session = await ort.InferenceSession.create(join(folder, 'own-model.onnx'));
  const feeds = session.inputMetadata.map(({ name, ...input }) => {
    const isText = input.isTensor && input.type === 'string';
    const shape = [rows.length, 1];
    const tensor = isText
      ? new ort.Tensor('string', column(name), shape)
      : new ort.Tensor('float32', column(name).map(Number), shape);
    return [name, tensor] as const;
  });
  return session.run(Object.fromEntries(feeds));
}

test('the terminal says why a model runs operation by operation', async () => {
  const own = await ownModel();
  await writeFile(
    own.model,
    `export const shared = (lab, { features }) => {
  const x = lab.dense('dense', features, 4);
  return x.dataSync()[0] > 9 ? lab.tf.neg(x) : x;
};
export const head = (lab, x, task) => lab.dense('output', x, task.outputs);
export const metrics = { sex: { brier_error: () => 0 } };
`,
  );
  const { status, stderr } = await mtlLab(['train', own.file, '--set', 'training.epochs=1']);
  expect(stderr).toContain('Note: joint step: The step reads the value of');
  expect(stderr).toContain(' on cpu. Recorded in');
  expect(status).toBe(0);
});

test('the editor draws an own model as it is written, and marks its errors at their line', async () => {
  const own = await ownModel();
  const text = await readFile(own.file, 'utf8');
  const trainer = new TrainerChild();
  const check = async (count: number) => {
    trainer.send({ type: 'check', file: own.file, text });
    await trainer.until((child) => child.all('checked').length === count);
    return trainer.all('checked').at(-1)!.checked;
  };
  const { model, problems } = await check(1);
  expect(problems).toEqual([]);
  expect(model?.nodes.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
    'input input',
    'module shared',
    'output tasks/sex',
    'output tasks/species',
    'output tasks/mass',
  ]);
  expect(model?.parameters.shared).toBe(7 * 32 + 32 + 2 * (32 + 2 * (32 * 32 + 32)));

  await change(own, 'task.outputs', '2');
  const location = { file: own.model, line: 22 };
  expect(await check(2)).toMatchObject({ problems: [{ code: 'module-result', location }] });
  // The process that checks stays free while the code of a module does not come back.
  await change(own, 'const units', 'while (x);\n  const units');
  const hangs = [{ code: 'module-hangs', location: { file: own.model, line: 16 } }];
  expect(await check(3)).toMatchObject({ problems: hangs });
  trainer.send({ type: 'stop' });
  expect(await trainer.exited).toEqual({ code: 0, signal: null });
});
