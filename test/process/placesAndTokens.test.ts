import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { readEncoding } from '../../src/runs/encodingFile';
import { readRun } from '../../src/runs/readRun';
import { Random } from '../../src/shared/random';
import { mtlLab } from './commandLine';
import { onlyRun, temporaryFolder } from './exampleExperiment';

const side = 12;
const rows = 240;
const products = ['lamp', 'kettle', 'fan'];

/** Where the light bar of a picture is. */
const boxes: Readonly<Record<string, object>> = {
  top: { bar: 'top', x: 0, y: 0, w: side, h: 4 },
  left: { bar: 'left', x: 0, y: 0, w: 4, h: side },
  none: { bar: null, x: null, y: null, w: null, h: null },
};

/** A dark picture with a light bar: `top` or `left`, or none. */
function screenshot(shape: string, random: Random): Buffer {
  const picture = new PNG({ width: side, height: side });
  for (let at = 0; at < side ** 2; at++) {
    const isLight = shape === 'top' ? at < 4 * side : shape === 'left' ? at % side < 4 : false;
    const level = random.integer(60) + (isLight ? 160 : 0);
    picture.data.set([level, level, level, 255], 4 * at);
  }
  return PNG.sync.write(picture);
}

/** Tickets: the bar is in the picture, the product in the text, the hours in text and number. */
async function writeTickets(folder: string): Promise<void> {
  const random = new Random(4);
  await mkdir(join(folder, 'shots'));
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const product = products[random.integer(3)]!;
    const isUrgent = random.uniform() < 0.5;
    const shape = ['top', 'left', 'none'][random.integer(3)]!;
    const age = random.integer(10);
    await writeFile(join(folder, 'shots', `${row}.png`), screenshot(shape, random));
    const words = ['my', product, isUrgent ? 'burns' : 'hums', 'today'];
    lines.push(
      JSON.stringify({
        message: words,
        screenshot: `shots/${row}.png`,
        age,
        hours: 2 * age + (isUrgent ? 0 : 10) + random.uniform(),
        products: words.map((word) => (word === product ? 'B-PRODUCT' : 'O')),
        ...boxes[shape],
      }),
    );
  }
  await writeFile(join(folder, 'tickets.jsonl'), `${lines.join('\n')}\n`);
}

const experiment = {
  data: {
    train: 'tickets.jsonl',
    split: { validation: 0.2, test: 0.2, seed: 3 },
    features: {
      message: { type: 'text', maxTokens: 6 },
      screenshot: { type: 'image', size: [side, side, 1] },
      age: 'number',
    },
  },
  tasks: {
    hours: { type: 'regression', target: 'hours', metrics: ['r2', 'mae'] },
    products: { type: 'tagging', target: 'products' },
    bar: { type: 'detection', target: { class: 'bar', x: 'x', y: 'y', w: 'w', h: 'h' } },
  },
  model: {
    architecture: 'hard-sharing',
    encoders: {
      message: [{ embedding: 12 }, { gru: 8, bidirectional: true }, { globalPool: 'max' }],
      screenshot: [{ conv: 6, activation: 'relu' }, { maxPool: 4 }, { flatten: true }],
    },
    shared: [{ dense: 24, activation: 'relu' }],
    heads: { bar: [{ conv: 12, activation: 'relu' }], default: [] },
  },
  training: { epochs: 12, batchSize: 16, seed: 1, optimizer: { name: 'adam', learningRate: 0.02 } },
};

test('places of a picture, tokens of a text and a number are learnt by one model that joins them', async () => {
  const folder = await temporaryFolder();
  await writeTickets(folder);
  await writeFile(join(folder, 'tickets.mtl.json'), JSON.stringify(experiment));
  const { status, stderr } = await mtlLab(['train', 'tickets.mtl.json'], folder);
  expect(stderr).not.toContain('rror');
  expect(status).toBe(0);

  const directory = await onlyRun({ folder, file: '', dataFile: '' });
  const run = await readRun(directory);
  expect(run).toMatchObject({
    status: 'completed',
    rows: { train: 144, validation: 48, test: 48 },
    summary: { epochs: 12, steps: 12 * 9 },
    warnings: [],
  });
  const { hours, products: tagged, bar } = run.summary!.test!;
  expect(hours!['r2']).toBeGreaterThan(0.9);
  expect(tagged!['f1']).toBeGreaterThan(0.95);
  expect(bar!['map50']).toBeGreaterThan(0.9);

  const encoding = await readEncoding(directory);
  expect(encoding.features.map(({ name }) => name)).toEqual(['age']);
  expect(encoding.inputs?.map(({ name, shape }) => [name, shape])).toEqual([
    ['message', [6]],
    ['screenshot', [side, side, 1]],
  ]);
  await predictAll(folder, run.id);
  expect((await mtlLab(['export', run.id], folder)).status).toBe(0);
});

async function predictAll(folder: string, id: string): Promise<void> {
  const { status, stdout, stderr } = await mtlLab(
    ['predict', id, '--input', 'tickets.jsonl', '--json'],
    folder,
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const answers = parsedLines(stdout);
  const tickets = parsedLines(await readFile(join(folder, 'tickets.jsonl'), 'utf8'));
  expect(answers).toHaveLength(rows);
  const share = (isRight: (row: number) => boolean): number =>
    answers.filter((_, row) => isRight(row)).length / rows;
  const said = (row: number, task: string): unknown =>
    (answers[row]![task] as { value: unknown }).value;
  expect(
    share((row) => said(row, 'products') === (tickets[row]!['products'] as string[]).join(' ')),
  ).toBeGreaterThan(0.95);
  expect(
    share((row) => Math.abs(Number(said(row, 'hours')) - Number(tickets[row]!['hours'])) < 4),
  ).toBeGreaterThan(0.9);
}

function parsedLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
