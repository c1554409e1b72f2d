import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLastEpoch } from '../../../src/runs/lastEpoch';
import { readSeries } from '../../../src/runs/readSeries';
import { encodeEvent, type TrainingEvent } from '../../../src/shared/events';
import { step, temporaryFolder } from './exampleRun';

const epoch = (number: number, auc: number): TrainingEvent => ({
  type: 'epoch',
  epoch: number,
  train: { income: { loss: 0.5, auc } },
  learningRate: 0.1,
  seconds: 2,
});

async function folderWith(events: readonly TrainingEvent[], rest = ''): Promise<string> {
  const folder = await temporaryFolder();
  const lines = events.map((event) => `${encodeEvent(event)}\n`).join('');
  await writeFile(join(folder, 'metrics.jsonl'), lines + rest);
  return folder;
}

describe('the columns of a run', () => {
  it('hold every step and epoch, numbers that are not finite too', async () => {
    const folder = await folderWith([
      step(1, 0.5),
      step(2, Number.NaN),
      epoch(0, 0.7),
      step(3, 0.1),
    ]);
    const series = await readSeries(folder, ['income']);
    expect([...series.step]).toEqual([1, 2, 3]);
    expect([...series.loss.income!]).toEqual([0.5, Number.NaN, 0.1]);
    expect([...series.epochEnd]).toEqual([2]);
    expect([...series.judged.income!.auc!]).toEqual([0.7]);
    expect([...series.seconds]).toEqual([2]);
  });

  it('survive the border between two blocks that are read', async () => {
    const count = 30_000;
    const folder = await folderWith(Array.from({ length: count }, (_, index) => step(index + 1)));
    const series = await readSeries(folder, ['income']);
    expect(series.step).toEqual(Float64Array.from({ length: count }, (_, index) => index + 1));
    expect(series.loss.income!.at(-1)).toBe(1 / count);
  });

  it('leave out an unfinished line and a damaged one', async () => {
    const folder = await folderWith([step(1)], '{"type":"st\u0000\n');
    await appendFile(join(folder, 'metrics.jsonl'), '{"type":"step","step":2');
    expect([...(await readSeries(folder, ['income'])).step]).toEqual([1]);
  });

  it('are empty before the first event, with or without the file', async () => {
    expect((await readSeries(await temporaryFolder(), ['income'])).step).toHaveLength(0);
    expect((await readSeries(await folderWith([]), ['income'])).epoch).toHaveLength(0);
  });
});

describe('the newest epoch', () => {
  it('is the last of them, whatever follows', async () => {
    const after = Array.from({ length: 2000 }, (_, index) => step(index + 1));
    const folder = await folderWith([epoch(0, 0.6), epoch(1, 0.8), ...after]);
    expect(await readLastEpoch(folder)).toEqual(epoch(1, 0.8));
  });

  it('is not there before the first epoch has ended', async () => {
    expect(await readLastEpoch(await folderWith([step(1)]))).toBeUndefined();
    expect(await readLastEpoch(await temporaryFolder())).toBeUndefined();
  });
});
