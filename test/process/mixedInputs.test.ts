import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { readRun } from '../../src/runs/readRun';
import { Random } from '../../src/shared/random';
import { mtlLab } from './commandLine';
import { onlyRun, temporaryFolder } from './exampleExperiment';

const rows = 160;

/**
 * A ticket with a text, a number and a picture. What each task asks is in one of them: the text says
 * whether it is urgent, the picture its state, the number its price.
 */
async function writeTickets(folder: string): Promise<void> {
  const random = new Random(5);
  const pick = <T>(items: readonly T[]): T => items[random.integer(items.length)]!;
  const lines: string[] = [];
  for (const grey of [20, 220]) {
    const picture = new PNG({ width: 4, height: 4 });
    picture.data.fill(255).forEach((_, at, data) => at % 4 < 3 && (data[at] = grey));
    await writeFile(join(folder, `${grey}.png`), PNG.sync.write(picture));
  }
  for (let row = 0; row < rows; row++) {
    const [grey, hours] = [pick([20, 220]), random.integer(100)];
    const isUrgent = random.uniform() < 0.5;
    const name = pick(['Anna', 'Ben', 'Chen']);
    const tokens = [isUrgent ? 'now' : 'later', 'call', name, 'please'];
    lines.push(
      JSON.stringify({
        ...{ tokens, hours, photo: `${grey}.png`, urgent: isUrgent ? 'yes' : 'no' },
        ...{ state: grey === 20 ? 'dark' : 'light', price: 3 * hours + 10 },
      }),
    );
  }
  await writeFile(join(folder, 'tickets.jsonl'), `${lines.join('\n')}\n`);
  await writeFile(
    join(folder, 'tickets.mtl.json'),
    JSON.stringify({
      data: {
        train: 'tickets.jsonl',
        split: { validation: 0.2, test: 0.2, seed: 3 },
        features: {
          hours: 'number',
          tokens: { type: 'text', maxTokens: 8, vocabulary: 50 },
          photo: { type: 'image', size: [4, 4, 1] },
        },
      },
      tasks: {
        urgent: { type: 'binary', target: 'urgent' },
        state: { type: 'multiclass', target: 'state' },
        price: { type: 'regression', target: 'price' },
      },
      model: {
        architecture: 'mmoe',
        experts: 2,
        shared: [{ dense: 16, activation: 'relu' }],
        encoders: {
          tokens: [{ embedding: 8 }, { gru: 8 }, { globalPool: 'max' }],
          photo: [{ conv: 4, kernel: 3, activation: 'relu' }, { globalPool: 'average' }],
        },
      },
      training: {
        ...{ epochs: 30, batchSize: 16, seed: 1 },
        optimizer: { name: 'adam', learningRate: 0.02 },
      },
    }),
  );
}

test('text, number and picture feed tasks of three types in one experiment', async () => {
  const folder = await temporaryFolder();
  await writeTickets(folder);
  const { status, stderr } = await mtlLab(['train', join(folder, 'tickets.mtl.json')]);
  expect([status, stderr]).toEqual([0, expect.any(String)]);
  const directory = await onlyRun({ folder, file: '', dataFile: '' });
  const run = await readRun(directory);
  expect(run.rows).toEqual({ train: 96, validation: 32, test: 32 });
  const { urgent, state, price } = run.summary!.test!;
  expect(urgent!.auc).toBeGreaterThan(0.99);
  expect(state!.accuracy).toBe(1);
  expect(price!.r2).toBeGreaterThan(0.95);

  const output = join(folder, 'answers.csv');
  const predicted = await mtlLab([
    'predict',
    directory,
    '--input',
    join(folder, 'tickets.jsonl'),
    '--output',
    output,
  ]);
  expect([predicted.status, predicted.stderr]).toEqual([0, expect.any(String)]);
  const [header, ...lines] = (await readFile(output, 'utf8')).trim().split('\n');
  expect(header).toContain('urgent');
  expect(lines).toHaveLength(rows);
});
