import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from './exampleExperiment';

interface Results {
  readonly results: readonly {
    readonly name: string;
    readonly rows: readonly {
      readonly name: string;
      readonly figures: Readonly<Record<string, number>>;
      readonly note?: string;
    }[];
    readonly limits: readonly { readonly name: string; readonly value: number }[];
  }[];
}

const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, [resolve('bench', 'run.mjs'), ...args]);

test('npm run bench measures a case by every way, prints a table and writes JSON', async () => {
  const file = join(await temporaryFolder(), 'results.json');
  const noPython = resolve('no-python');
  const { stdout } = await bench('--short', '--case', 'mlp', '--python', noPython, file);

  const { results } = JSON.parse(await readFile(file, 'utf8')) as Results;
  expect(results.map(({ name }) => name)).toEqual(['mlp']);
  const [{ rows, limits }] = results as [Results['results'][number]];
  const measured = ['MTL Lab, onnxruntime', 'MTL Lab, tfjs-node', 'TensorFlow.js model.fit'];
  for (const name of measured) {
    const row = rows.find((each) => each.name === name);
    expect(row?.figures['ms/step'], name).toBeGreaterThan(0);
    expect(stdout).toMatch(new RegExp(`${name} +\\d`));
  }
  const others = rows.filter(({ name }) => !measured.includes(name));
  expect(others.map(({ name }) => name)).toContain('Keras fit');
  for (const { name, figures, note } of others) {
    expect([name, figures]).toEqual([name, {}]);
    expect(note).toMatch(/^(PyTorch|Keras): not found; name a Python that has it with --python$/);
  }
  const ratio = limits.find(({ name }) => name.includes('onnxruntime / TensorFlow.js model.fit'));
  expect(ratio?.value).toBeGreaterThan(0);
});

test('npm run bench says which cases there are', async () => {
  const wrong = bench('--case', 'mpl');
  await expect(wrong).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no case 'mpl'[^]*mlp, wide, lenet, transformer/) as string,
  });
});
