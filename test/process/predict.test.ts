import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readRun } from '../../src/runs/readRun';
import { copySample } from '../support/samples';
import { mtlLab } from './commandLine';
import { onlyRun } from './exampleExperiment';

async function trained(sample: string, ...settings: string[]) {
  const { folder, remove } = await copySample(sample);
  onTestFinished(remove);
  const set = settings.flatMap((setting) => ['--set', setting]);
  expect((await mtlLab(['train', `${sample}.mtl.json`, ...set], folder)).status).toBe(0);
  const { id, summary } = await readRun(await onlyRun({ folder, file: '', dataFile: '' }));
  return { folder, id, test: summary!.test! };
}

const cellsOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

test('rows of the test table get the labels by which the run was judged', async () => {
  const { folder, id, test: judged } = await trained('adult', 'training.epochs=2');
  const input = join(folder, 'adult_test.csv');
  const result = await mtlLab(['predict', id, '--input', input], folder);
  expect(result).toMatchObject({ status: 0, stderr: '' });
  const [titles, ...rows] = cellsOf(result.stdout);
  expect(titles).toEqual(['row', 'income', 'income probability', 'married', 'married probability']);
  const [header, ...table] = cellsOf(await readFile(input, 'utf8'));
  for (const [task, target, at] of [
    ['income', 'income_50k', 1],
    ['married', 'never_married', 3],
  ] as const) {
    const column = header!.indexOf(target);
    const right = rows.filter((cells, row) => cells[at] === table[row]![column]);
    expect(right.length / table.length, task).toBeCloseTo(judged[task]!['accuracy']!, 6);
    for (const cells of rows) expect(Number(cells[at + 1])).toBeGreaterThanOrEqual(0.5);
  }
});

test('JSON lines tell the probability of every label, and values in their own units', async () => {
  const { folder, id } = await trained('penguins', 'training.epochs=30');
  const output = join(folder, 'answers.jsonl');
  const rows = (await readFile(join(folder, 'penguins.csv'), 'utf8')).split('\n').slice(0, 6);
  await writeFile(join(folder, 'new.csv'), rows.join('\n'));
  const args = ['predict', id, '--input', join(folder, 'new.csv'), '--json', '--output', output];
  expect((await mtlLab(args, folder)).status).toBe(0);
  const answers = (await readFile(output, 'utf8')).trimEnd().split('\n');
  expect(answers).toHaveLength(5);
  for (const line of answers) {
    const { species, mass } = JSON.parse(line) as {
      species: { value: string; probabilities: Record<string, number> };
      mass: { value: number };
    };
    expect(Object.keys(species.probabilities)).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    const total = Object.values(species.probabilities).reduce((sum, each) => sum + each);
    expect(total).toBeCloseTo(1, 5);
    expect(species.value).toBe('Adelie');
    expect(mass.value).toBeGreaterThan(2500);
    expect(mass.value).toBeLessThan(6500);
  }
});

test('a table that lacks features is refused with their names', async () => {
  const { folder, id } = await trained('penguins', 'training.epochs=1');
  await writeFile(join(folder, 'new.csv'), 'island\nTorgersen\n');
  const { status, stderr } = await mtlLab(['predict', id, '--input', 'new.csv'], folder);
  expect(status).toBe(2);
  expect(stderr).toContain("new.csv:1: new.csv lacks what the model sees: '");
});
