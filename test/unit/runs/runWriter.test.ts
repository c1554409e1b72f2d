import type { Predictions } from '../../../src/shared/predictions';
import { appendFile, copyFile, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCheckpoint } from '../../../src/runs/checkpointFile';
import { readPredictions } from '../../../src/runs/predictionsFile';
import { readMetrics } from '../../../src/runs/readMetrics';
import { readModel, readRun } from '../../../src/runs/readRun';
import { runFiles } from '../../../src/runs/runFiles';
import { RunWriter } from '../../../src/runs/runWriter';
import { readSafetensors } from '../../../src/runs/safetensors';
import type { NamedTensor } from '../../../src/shared/weights';
import { exampleRun, step, temporaryFolder } from './exampleRun';

const weights: NamedTensor[] = [
  { name: 'tasks/income/output/bias', shape: [1], values: Float32Array.of(0.5) },
];

test('a run directory holds what was handed over, and nothing else', async () => {
  const directory = await temporaryFolder();
  const writer = await RunWriter.create(directory, exampleRun());
  const model = { nodes: [], edges: [], parameters: { total: 1, shared: 0, tasks: { income: 1 } } };
  await writer.writeModel(model);
  writer.appendEvents([step(1), step(2)]);
  await writer.writeWeights(weights, 4);
  const { metricsBytes } = writer;
  const position = { best: Infinity };
  await writer.writeCheckpoint({ tensors: weights, steps: 2, position, metricsBytes });
  const summary = { epochs: 1, steps: 2, seconds: 0.1, best: { income: { auc: NaN } } };
  await writer.update({ status: 'completed', summary });
  writer.close();

  expect((await readdir(directory)).sort()).toEqual(
    ['checkpoint', 'metrics.jsonl', 'model.json', 'run.json', 'weights.safetensors'].sort(),
  );
  expect(await readdir(join(directory, 'checkpoint'))).toEqual(['state.safetensors']);
  expect(await readRun(directory)).toEqual(exampleRun({ status: 'completed', summary }));
  expect(await readModel(directory)).toEqual(model);
  expect((await readMetrics(directory)).events).toEqual([step(1), step(2)]);
  expect(await readSafetensors(join(directory, 'weights.safetensors'))).toEqual({
    tensors: weights,
    metadata: { run: 'adult-20260101-120000-00ff', epoch: '4' },
  });
  expect(await readCheckpoint(directory)).toMatchObject({
    tensors: weights,
    steps: 2,
    position: { best: Infinity },
  });
});

test('predictions come back as they were written', async () => {
  const directory = await temporaryFolder();
  expect(await readPredictions(directory)).toBeUndefined();
  const writer = await RunWriter.create(directory, exampleRun());
  const predictions: Predictions = {
    part: 'test',
    rows: Float32Array.of(3, 7),
    tasks: [
      {
        name: 'kind',
        width: 2,
        values: Float32Array.of(0.25, 0.75, 1, 0),
        targets: Float32Array.of(1, Number.NaN),
        classes: ['a', 'b'],
      },
    ],
    texts: [{ name: 'french', rows: [{ row: 7, truth: 'Littéral.', answer: 'Le', loss: 1.5 }] }],
  };
  await writer.writePredictions(predictions);
  writer.close();
  expect(await readPredictions(directory)).toEqual(predictions);
});

test('events can be read as soon as they were handed over', async () => {
  const directory = await temporaryFolder();
  const writer = await RunWriter.create(directory, exampleRun());
  const line = '{"type":"step","step":1,"epoch":0,"loss":{"income":"NaN"},"weight":{"income":1}}\n';
  writer.appendEvents([step(1, NaN)]);
  expect(await readFile(join(directory, 'metrics.jsonl'), 'utf8')).toBe(line);
  writer.close();
});

test('resuming cuts off what came after the checkpoint, half a line included', async () => {
  const directory = await temporaryFolder();
  const first = await RunWriter.create(directory, exampleRun());
  first.appendEvents([step(1), step(2)]);
  const { metricsBytes } = first;
  await first.writeCheckpoint({ tensors: weights, steps: 2, position: {}, metricsBytes });
  first.appendEvents([step(3), step(4)]);
  first.close();
  await appendFile(join(directory, 'metrics.jsonl'), '{"type":"st');

  const checkpoint = await readCheckpoint(directory);
  const second = await RunWriter.resume(directory, exampleRun(), checkpoint);
  second.appendEvents([step(3, 9)]);
  second.close();
  const { events, unreadable } = await readMetrics(directory);
  expect(events).toEqual([step(1), step(2), step(3, 9)]);
  expect(unreadable).toBe(0);
});

test('weights without a position are not a checkpoint', async () => {
  const directory = await temporaryFolder();
  const writer = await RunWriter.create(directory, exampleRun());
  await writer.writeWeights(weights, 0);
  writer.close();
  const { weights: from, checkpoint: to } = runFiles(directory);
  await expect(readCheckpoint(directory)).rejects.toMatchObject({
    report: { kind: 'data', code: 'file-unreadable', location: { file: to } },
  });
  await copyFile(from, to);
  await expect(readCheckpoint(directory)).rejects.toMatchObject({
    report: { kind: 'data', code: 'not-a-checkpoint', location: { file: to } },
  });
});
