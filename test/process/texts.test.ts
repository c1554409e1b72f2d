import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import type { DecodingManifest } from '../../src/engine/export/decodingManifest';
import { chrf } from '../../src/engine/training/texts/chrf';
import { decodeEvent } from '../../src/shared/events';
import { RunHistory } from '../../src/shared/runHistory';
import { worstRows } from '../../src/shared/examples';
import { readEncoding } from '../../src/runs/encodingFile';
import { readMetrics } from '../../src/runs/readMetrics';
import { readPredictions } from '../../src/runs/predictionsFile';
import { readRun } from '../../src/runs/readRun';
import type { EncodedInput } from '../../src/shared/encoding';
import { tfjsNodeData } from '../support/tfjsNode';
import { mtlLab } from './commandLine';
import { temporaryFolder } from './exampleExperiment';
import { TrainerChild } from './trainerChild';

/** The sentence with its words the other way round, which ones are names, and whether it is long. */
function rows(count: number): string {
  const names = ['Ada', 'Bob', 'Cem'];
  const others = ['sees', 'likes', 'and', 'never'];
  return Array.from({ length: count }, (_, row) => {
    const words = Array.from({ length: 2 + (row % 3) }, (_, at) =>
      at % 2 === 0 ? names[(row + at) % 3] : others[(row * 7 + at) % 4],
    );
    return `${JSON.stringify({
      words,
      size: row % 5,
      labels: words.map((word) => (names.includes(word ?? '') ? 'B-NAME' : 'O')),
      turned: [...words].reverse().join(' '),
      long: words.length > 3,
    })}\n`;
  }).join('');
}

const experiment = {
  data: {
    train: 'train.jsonl',
    test: 'test.jsonl',
    split: { validation: 0.2 },
    features: { words: { type: 'text', maxTokens: 5, lowercase: false }, size: 'number' },
  },
  tasks: {
    long: { type: 'binary', target: 'long' },
    names: { type: 'tagging', target: 'labels', metrics: ['f1', 'accuracy'] },
    turned: {
      type: 'sequence',
      target: 'turned',
      maxTokens: 6,
      tokens: 'words',
      decoder: { heads: 2, hidden: 16 },
      beam: 2,
      metrics: ['chrf', 'bleu', 'accuracy'],
    },
  },
  model: {
    architecture: 'hard-sharing',
    encoders: {
      words: [{ embedding: 16 }, { gru: 8, bidirectional: true }, { globalPool: 'max' }],
    },
    shared: [{ dense: 8 }],
    heads: { names: [], turned: [], default: [{ dense: 4 }] },
  },
  training: { epochs: 6, batchSize: 16, optimizer: { name: 'adam', learningRate: 0.02 } },
};

async function readExamples(directory: string): Promise<RunHistory> {
  const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  return new RunHistory(Object.keys(experiment.tasks), lines.map(decodeEvent));
}

/** After the last epoch: a sample with its names and the text that is written, and the worst rows. */
function expectExamples({ examples, answers }: RunHistory): void {
  const { epoch, sample, worst } = answers!;
  expect([epoch, sample.length]).toEqual([5, 8]);
  for (const { row, answers: said } of [...sample, ...worst]) {
    const { inputs, truth } = examples.get(row)!;
    const [, names, turned] = truth;
    const words = inputs['words']!;
    if (words.kind !== 'text') throw new Error('no text');
    const tokens = words.tokens.map((token) => token.trim());
    expect(turned?.value).toBe([...tokens].reverse().join(' '));
    expect(names?.spans?.map(({ start }) => tokens[start])).toEqual(
      tokens.filter((token) => ['Ada', 'Bob', 'Cem'].includes(token)),
    );
    expect(said.map(({ task }) => task)).toEqual(['long', 'names', 'turned']);
  }
  const losses = worstRows(worst, 'turned').map(({ loss }) => loss['turned']!);
  expect(losses).toHaveLength(8);
  for (const { loss } of sample) {
    const isWorst = worstRows(worst, 'turned').some((row) => row.loss['turned'] === loss['turned']);
    if (!isWorst) expect(loss['turned']).toBeLessThanOrEqual(losses.at(-1)!);
  }
}

/** Each task's loss in the first 20 steps, before rounding errors have grown. */
async function earlyLosses(directory: string): Promise<number[]> {
  const { events } = await readMetrics(directory);
  const steps = events.filter((event) => event.type === 'step').slice(0, 20);
  return steps.flatMap(({ loss }) => Object.values(loss));
}

test('texts, labels of tokens and a written text train alike on both backends', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'texts.mtl.json');
  await writeFile(file, JSON.stringify(experiment));
  await writeFile(join(folder, 'train.jsonl'), rows(120));
  await writeFile(join(folder, 'test.jsonl'), rows(30));
  const losses: number[][] = [];
  for (const backend of ['onnxruntime', 'tfjs-node']) {
    const directory = join(folder, backend);
    const args = ['train', file, '--backend', backend, '--run-dir', directory];
    const { status, stderr } = await mtlLab(args, undefined, { MTL_LAB_DATA: tfjsNodeData });
    expect(stderr).toContain(` on ${backend}. Recorded in`);
    expect(status).toBe(0);
    const { summary } = await readRun(directory);
    const { names, turned } = summary!.test!;
    expect(names!['f1']).toBeGreaterThan(0.9);
    expect(turned!['chrf']).toBeGreaterThan(30);
    expect(turned!['bleu']).toBeGreaterThan(0);
    expectExamples(await readExamples(directory));
    losses.push(await earlyLosses(directory));
    expect((await readEncoding(directory)).inputs?.[0]).toMatchObject({ name: 'words' });
  }
  const [compiled, other] = losses as [number[], number[]];
  expect(compiled).toHaveLength(20 * 3);
  compiled.forEach((loss, index) => expect(other[index]).toBeCloseTo(loss, 4));
  await expectSameAnswers(join(folder, 'onnxruntime'), join(folder, 'test.jsonl'));
});

test('an exported encoder and decoder write the texts that the run writes', async () => {
  const folder = await temporaryFolder();
  const { data, tasks, ...rest } = experiment;
  const turned = { ...tasks.turned, beam: 1 };
  // Its file would have the name of the other's.
  const greedy = { ...tasks, turned, 'Turned?': turned };
  await writeFile(join(folder, 'texts.mtl.json'), JSON.stringify({ ...rest, data, tasks: greedy }));
  await writeFile(join(folder, 'train.jsonl'), rows(120));
  await writeFile(join(folder, 'test.jsonl'), rows(30));
  const run = join(folder, 'run');
  const longer = ['--set', 'training.epochs=20', '--backend', 'onnxruntime'];
  const args = ['train', join(folder, 'texts.mtl.json'), '--run-dir', run, ...longer];
  expect((await mtlLab(args)).status).toBe(0);
  const result = await mtlLab(['export', run], folder);
  expect(result.stderr).toBe('');
  const files = ['texts.onnx', 'texts-turned.onnx', 'texts-turned.json'];
  const others = ['texts-Turned-2.onnx', 'texts-Turned-2.json'];
  expect(result.stdout).toContain(`Wrote ${[...files, ...others].join(', ')}\n`);
  const asked = await mtlLab(['predict', run, '--input', join(folder, 'test.jsonl'), '--json']);
  const answers = jsonLines(asked.stdout) as {
    long: { probabilities: Record<string, number> };
    turned: { value: string };
    'Turned?': { value: string };
  }[];
  const input = (await readEncoding(run)).inputs![0]!;
  const { texts, long } = await writeGreedily(folder, 'texts-turned.json', input);
  expect(texts).toEqual(answers.map(({ turned }) => turned.value));
  expect(new Set(texts).size).toBeGreaterThan(5);
  const other = await writeGreedily(folder, 'texts-Turned-2.json', input);
  expect(other.texts).toEqual(answers.map((row) => row['Turned?'].value));
  long.forEach((value, row) =>
    expect(value).toBeCloseTo(answers[row]!.long.probabilities['true']!, 5),
  );
  expect((await mtlLab(['export', run], folder)).stderr).toContain('is there already');
});

test('words that a model has never seen have the labels of their shape', async () => {
  const folder = await temporaryFolder();
  const { words } = experiment.data.features;
  const file = join(folder, 'shapes.mtl.json');
  await writeFile(
    file,
    JSON.stringify({
      ...experiment,
      data: {
        train: 'train.jsonl',
        split: { validation: 0.2 },
        features: { words: { ...words, unknown: 'shape' } },
      },
      tasks: { names: experiment.tasks.names },
      model: { ...experiment.model, heads: {} },
    }),
  );
  // Each of these words occurs once.
  const train = Array.from({ length: 80 }, (_, row) => {
    const letters = 'abcdefghij';
    const own = letters.charAt(row % 10) + letters.charAt(Math.floor(row / 10));
    const isCode = row % 2 === 0;
    const tokens = ['set', isCode ? `--${own}Emit` : `${own}ing`, '.'];
    const labels = ['O', isCode ? 'B-NAME' : 'O', 'O'];
    return `${JSON.stringify({ words: tokens, labels })}\n`;
  });
  await writeFile(join(folder, 'train.jsonl'), train.join(''));
  const run = join(folder, 'run');
  const args = ['train', file, '--run-dir', run, '--set', 'training.epochs=20'];
  expect((await mtlLab(args)).status).toBe(0);
  expect((await readEncoding(run)).inputs?.[0]?.encoding).toMatchObject({
    unknown: 'shape',
    vocabulary: expect.arrayContaining(['<x>', '<-xXx>', '.', 'set']) as string[],
  });

  const asked = join(folder, 'asked.jsonl');
  const lines = [
    ['set', '--moduleDetection'],
    ['set', 'strangely'],
  ];
  await writeFile(asked, lines.map((each) => `${JSON.stringify({ words: each })}\n`).join(''));
  const { stdout } = await mtlLab(['predict', run, '--input', asked, '--json']);
  const answers = jsonLines(stdout) as { names: { tokens: { label: string }[] } }[];
  expect(answers.map(({ names }) => names.tokens.map(({ label }) => label))).toEqual([
    ['O', 'B-NAME'],
    ['O', 'O'],
  ]);
});

/** What the exported models of a folder say of its test part, as a manifest tells. */
async function writeGreedily(folder: string, file: string, input: EncodedInput) {
  const manifest = JSON.parse(await readFile(join(folder, file), 'utf8')) as DecodingManifest;
  const truth = jsonLines(await readFile(join(folder, 'test.jsonl'), 'utf8')) as {
    words: string[];
    size: number;
  }[];
  const open = (name: string) =>
    ort.InferenceSession.create(join(folder, name), { logSeverityLevel: 3 });
  const [model, decoder] = [await open(manifest.model), await open(manifest.decoder)];
  const n = truth.length;
  const { encoding } = input;
  if (encoding.type !== 'text') throw new Error('no text');
  const ids = truth.flatMap(({ words }) => {
    const own = words.map((word) => encoding.vocabulary.indexOf(word));
    return [...own, ...new Array<number>(input.shape[0]! - own.length).fill(0)];
  });
  const said = await model.run({
    words: new ort.Tensor('int32', Int32Array.from(ids), [n, ...input.shape]),
    size: new ort.Tensor(
      'float32',
      truth.map(({ size }) => size),
      [n, 1],
    ),
  });
  const seen = Object.fromEntries(
    Object.entries(manifest.seen).map(([name, output]) => [name, said[output]!]),
  );
  const { maxTokens, paddingId, firstId, endId, neverIds, vocabulary, spaceMark } = manifest;
  const written = new Float32Array(n * maxTokens).fill(paddingId);
  const choices = vocabulary.map((_, id) => id).filter((id) => id >= firstId);
  for (let place = 0; place < maxTokens; place++) {
    const tokens = new ort.Tensor('float32', written.slice(), [n, maxTokens]);
    const result = await decoder.run({ ...seen, [manifest.written]: tokens });
    const values = result[manifest.logProbabilities]!.data as Float32Array;
    for (let row = 0; row < n; row++) {
      const at = row * maxTokens + place;
      const score = (id: number) => values[at * choices.length + id - firstId]!;
      const allowed = choices.filter((id) => !neverIds.includes(id));
      written[at] = allowed.reduce((best, id) => (score(id) > score(best) ? id : best));
    }
  }
  const texts = truth.map((_, row) => {
    const own = [...written.subarray(row * maxTokens, (row + 1) * maxTokens)];
    const length = own.includes(endId) ? own.indexOf(endId) : maxTokens;
    const tokens = own.slice(0, length).map((id) => vocabulary[id]!);
    return tokens.join('').replaceAll(spaceMark, ' ').trim();
  });
  return { texts, long: [...(said['long']!.data as Float32Array)] };
}

/** Asked about the rows of its test part, a run says what it was judged by. */
async function expectSameAnswers(directory: string, input: string): Promise<void> {
  const asked = ['predict', directory, '--input', input];
  const { stdout } = await mtlLab([...asked, '--json']);
  const answers = jsonLines(stdout) as {
    names: { value: string; tokens: { token: string; label: string; probability: number }[] };
    turned: { value: string };
  }[];
  const truth = jsonLines(await readFile(input, 'utf8')) as {
    words: string[];
    labels: string[];
    turned: string;
    size: number;
  }[];
  const { names, turned } = (await readRun(directory)).summary!.test!;
  expect(answers.map((row) => row.names.tokens.map(({ token }) => token))).toEqual(
    truth.map(({ words }) => words),
  );
  const labels = answers.flatMap((row) => row.names.tokens);
  const isRight = truth
    .flatMap((row) => row.labels)
    .map((label, at) => label === labels[at]!.label);
  expect(isRight.filter(Boolean).length / isRight.length).toBeCloseTo(names!['accuracy']!, 6);
  for (const { probability } of labels) expect(probability).toBeGreaterThanOrEqual(0.5);
  const written = answers.map((row) => row.turned.value);
  const kept = (await readPredictions(directory))!.texts!;
  expect(kept.map(({ name }) => name)).toEqual(['names', 'turned']);
  const [tagged, texts] = kept.map(({ rows }) => rows);
  expect(tagged!.map(({ truth, answer }) => [truth, answer])).toEqual(
    truth.map((row, at) => [row.labels.join(' '), answers[at]!.names.value]),
  );
  expect(texts!.map(({ row, truth, answer }) => [row, truth, answer])).toEqual(
    truth.map((row, at) => [at + 1, row.turned, written[at]]),
  );
  expect(mean(tagged!.map(({ loss }) => loss))).toBeCloseTo(names!['loss']!, 5);
  expect(mean(texts!.map(({ loss }) => loss))).toBeCloseTo(turned!['loss']!, 5);
  const expected = truth.map((row) => row.turned);
  expect(chrf(written, expected)).toBeCloseTo(turned!['chrf']!, 6);
  const [titles, first] = (await mtlLab(asked)).stdout.split('\n');
  expect(titles).toBe('row,long,long probability,names,turned');
  expect(first).toContain(`,${answers[0]!.names.value},${written[0]!}`);
  const { words, size } = truth[0]!;
  const cells = { words: words.join(' '), size: String(size) };
  const question = { cells, folder: directory };
  const trainer = new TrainerChild().send({ type: 'ask', directory, question });
  expect(await trainer.exited).toEqual({ code: 0, signal: null });
  const [, named, turnedRound] = trainer.all('answered')[0]!.answers;
  expect(named).toMatchObject({
    value: answers[0]!.names.value,
    spans: words.flatMap((_, at) =>
      truth[0]!.labels[at] === 'O' ? [] : [{ start: at, end: at + 1, label: 'NAME' }],
    ),
  });
  expect(turnedRound).toEqual({ task: 'turned', value: written[0] });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function jsonLines(text: string): unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
