import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { expect, onTestFinished, test } from 'vitest';
import { areaUnderCurve } from '../../src/engine/training/metrics';
import { readRun } from '../../src/runs/readRun';
import type { MetricValues, PerTask } from '../../src/shared/events';
import { copySample } from '../support/samples';
import { mtlLab } from './commandLine';
import { onlyRun, temporaryFolder, writeExample } from './exampleExperiment';

/** A table's columns by name, its cells as texts. */
type Cells = Record<string, string[]>;

async function readCells(file: string): Promise<Cells> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const [header = [], ...rows] = lines.map((line) => line.split(','));
  return Object.fromEntries(header.map((name, at) => [name, rows.map((row) => row[at]!)]));
}

/** The outputs of an exported model on a table's cells, as they are. */
async function predict(file: string, cells: Cells): Promise<Record<string, Float32Array>> {
  const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3 });
  const feeds: Record<string, ort.Tensor> = {};
  for (const input of session.inputMetadata) {
    if (!input.isTensor) throw new Error(`${input.name} is no tensor`);
    expect(input.shape).toEqual(['batch', 1]);
    const column = cells[input.name]!;
    // What is no number is a missing one: NaN.
    feeds[input.name] =
      input.type === 'string'
        ? new ort.Tensor('string', column, [column.length, 1])
        : new ort.Tensor('float32', column.map(Number), [column.length, 1]);
  }
  const results = await session.run(feeds);
  return Object.fromEntries(
    session.outputNames.map((name) => [name, results[name]!.data as Float32Array]),
  );
}

/** Trains a sample, exports the run by its id. @returns the metrics of the run's test part */
async function trainAndExport(folder: string, ...settings: string[]) {
  const name = folder.split(/[\\/]/).at(-1)!;
  const set = settings.flatMap((setting) => ['--set', setting]);
  expect((await mtlLab(['train', `${name}.mtl.json`, ...set], folder)).status).toBe(0);
  const { id, summary } = await readRun(await onlyRun({ folder, file: '', dataFile: '' }));
  const { status, stdout, stderr } = await mtlLab(['export', id], folder);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return { stdout, test: summary!.test! };
}

async function sampleFolder(name: string): Promise<string> {
  const { folder, remove } = await copySample(name);
  onTestFinished(remove);
  return folder;
}

/** Compares metrics to five digits. */
function expectMetrics(actual: PerTask<MetricValues>, expected: PerTask<MetricValues>): void {
  for (const [task, metrics] of Object.entries(actual)) {
    for (const [metric, value] of Object.entries(metrics)) {
      const known = expected[task]![metric]!;
      expect(Math.abs(value - known) / known, `${task} ${metric}`).toBeLessThan(1e-5);
    }
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function binaryMetrics(probabilities: Float32Array, labels: readonly boolean[]): MetricValues {
  const right = [...probabilities].map((value, row) => Number(value > 0.5 === labels[row]));
  const targets = Float32Array.from(labels, Number);
  return { auc: areaUnderCurve(probabilities, targets), accuracy: mean(right) };
}

test('adult: the exported model has the metrics of the test part from its raw cells', async () => {
  const folder = await sampleFolder('adult');
  const file = join(folder, 'adult_test.csv');
  // A country that training never saw, and ages that are not known.
  const text = await readFile(file, 'utf8');
  const lines = text.replaceAll('United-States,1', 'Atlantis,1').split('\n');
  const changed = lines.map((line, at) => (at % 10 === 5 ? line.replace(/^\d+/, '?') : line));
  await writeFile(file, changed.join('\n'));

  const { test: expected, stdout } = await trainAndExport(folder, 'training.epochs=3');
  expect(stdout).toContain('Wrote adult.onnx\n');
  expect(stdout).toContain('income: The probability that income_50k is "1".');
  const cells = await readCells(file);
  expect(cells['age']).toContain('?');
  expect(cells['native_country']).toContain('Atlantis');
  const { income, married } = await predict(join(folder, 'adult.onnx'), cells);
  const isOne = (column: string): boolean[] => cells[column]!.map((label) => label === '1');
  const actual = {
    income: binaryMetrics(income!, isOne('income_50k')),
    married: binaryMetrics(married!, isOne('never_married')),
  };
  expectMetrics(actual, expected);
});

test('penguins: so do three tasks of different types', async () => {
  const folder = await sampleFolder('penguins');
  const table = await readFile(join(folder, 'penguins.csv'), 'utf8');
  const [header, ...rows] = table.trimEnd().split('\n');
  const part = (isHeld: boolean) => rows.filter((_, row) => (row % 4 === 3) === isHeld);
  await writeFile(join(folder, 'penguins.csv'), [header, ...part(false), ''].join('\n'));
  await writeFile(join(folder, 'held.csv'), [header, ...part(true), ''].join('\n'));

  const { test: expected } = await trainAndExport(
    folder,
    'training.epochs=15',
    'data.test=held.csv',
  );
  const cells = await readCells(join(folder, 'held.csv'));
  expect(cells['bill_depth_mm']).toContain('NA');
  const { sex, species, mass } = await predict(join(folder, 'penguins.onnx'), cells);
  const labelled = (column: string): number[] =>
    cells[column]!.flatMap((label, row) => (label === 'NA' ? [] : [row]));
  const kinds = ['Adelie', 'Chinstrap', 'Gentoo'];
  const guess = cells['species']!.map((_, row) => {
    const values = [...species!.slice(3 * row, 3 * row + 3)];
    return kinds[values.indexOf(Math.max(...values))];
  });
  const errors = labelled('body_mass_g').map(
    (row) => mass![row]! - Number(cells['body_mass_g']![row]),
  );
  const rowsOfSex = labelled('sex');
  const actual = {
    sex: binaryMetrics(
      Float32Array.from(rowsOfSex, (row) => sex![row]!),
      rowsOfSex.map((row) => cells['sex']![row] === 'female'),
    ),
    species: { accuracy: mean(guess.map((kind, row) => Number(kind === cells['species']![row]))) },
    mass: { rmse: Math.sqrt(mean(errors.map((error) => error ** 2))) },
  };
  expectMetrics(actual, expected);
});

test('export takes a run directory, keeps files that are there, and says what it cannot do', async () => {
  const example = await writeExample({ epochs: 1 });
  await mtlLab(['train', example.file]);
  const directory = await onlyRun(example);
  const elsewhere = await temporaryFolder();
  const run = (...args: string[]) => mtlLab(['export', directory, ...args], elsewhere);
  expect(await run()).toMatchObject({ status: 0, stderr: '' });
  const again = await run();
  expect(again.status).toBe(2);
  expect(again.stderr).toContain('--force');
  expect((await run('--force')).status).toBe(0);
  expect((await run('--output', 'other.onnx')).status).toBe(0);
  expect((await readdir(elsewhere)).sort()).toEqual(['example.onnx', 'other.onnx']);

  const problem = async (text: string, ...args: string[]): Promise<void> => {
    const { status, stdout, stderr } = await run('--output', 'third.onnx', ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(text);
  };
  await problem('Formats: onnx', '--format', 'pickle');
  await rm(join(directory, 'encoding.json'));
  await problem('Runs of earlier versions have none');
  await rm(join(directory, 'weights.safetensors'));
  await problem('has no weights');
  const unknown = await mtlLab(['export', 'exampel'], example.folder);
  expect(unknown.status).toBe(2);
  expect(unknown.stderr).toContain("There is no run 'exampel'");
  expect(unknown.stderr).toContain((await readRun(directory)).id);
});
