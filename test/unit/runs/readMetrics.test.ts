import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bestMetrics } from '../../../src/runs/bestMetrics';
import { readMetrics } from '../../../src/runs/readMetrics';
import { encodeEvent, type EpochEvent } from '../../../src/shared/events';
import { step, temporaryFolder } from './exampleRun';

test('a growing file is read in parts, each event once', async () => {
  const directory = await temporaryFolder();
  const file = join(directory, 'metrics.jsonl');
  expect(await readMetrics(directory)).toEqual({ events: [], offset: 0, unreadable: 0 });

  const second = `${encodeEvent(step(2, NaN))}\n`;
  await appendFile(file, `${encodeEvent(step(1))}\n${second.slice(0, 20)}`);
  const first = await readMetrics(directory);
  expect(first.events).toEqual([step(1)]);

  await appendFile(file, second.slice(20));
  const rest = await readMetrics(directory, first.offset);
  expect(rest.events).toEqual([step(2, NaN)]);
  expect((await readMetrics(directory, rest.offset)).events).toEqual([]);
});

test('offsets count bytes, so names beyond ASCII do not shift them', async () => {
  const directory = await temporaryFolder();
  const file = join(directory, 'metrics.jsonl');
  const event = { ...step(1), loss: { 收入: 0.5 } };
  await appendFile(file, `${encodeEvent(event)}\n`);
  const { offset } = await readMetrics(directory);
  await appendFile(file, `${encodeEvent(step(2))}\n`);
  expect((await readMetrics(directory, offset)).events).toEqual([step(2)]);
});

test('a damaged line does not hide the others', async () => {
  const directory = await temporaryFolder();
  const lines = [encodeEvent(step(1)), '\0\0\0', encodeEvent(step(2))];
  await appendFile(join(directory, 'metrics.jsonl'), lines.map((line) => `${line}\n`).join(''));
  expect(await readMetrics(directory)).toMatchObject({
    events: [step(1), step(2)],
    unreadable: 1,
  });
});

test('the best value of each metric goes by its direction; NaN never wins', () => {
  const epoch = (number: number, loss: number, auc: number): EpochEvent => ({
    type: 'epoch',
    epoch: number,
    train: { income: { loss: 0, auc: 1 } },
    validation: { income: { loss, auc } },
    learningRate: 0.1,
    seconds: 1,
  });
  const events = [step(1), epoch(0, 0.7, NaN), epoch(1, 0.5, 0.8), epoch(2, 0.6, 0.8)];
  expect(bestMetrics(events)).toEqual({
    income: { loss: { value: 0.5, epoch: 1 }, auc: { value: 0.8, epoch: 1 } },
  });
});

test('without a validation part the training values count', () => {
  const event: EpochEvent = {
    type: 'epoch',
    epoch: 0,
    train: { income: { loss: 0.25 } },
    learningRate: 0.1,
    seconds: 1,
  };
  expect(bestMetrics([event])).toEqual({ income: { loss: { value: 0.25, epoch: 0 } } });
});
