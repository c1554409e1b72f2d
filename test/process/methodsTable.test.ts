import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readRun } from '../../src/runs/readRun';
import { mtlLab } from './commandLine';
import { temporaryFolder } from './exampleExperiment';

const marks = ['<!-- Written by npm run table. -->', '<!-- End of what npm run table writes. -->'];

const table = (...args: string[]) =>
  promisify(execFile)(process.execPath, [resolve('scripts', 'methodsTable.mjs'), ...args]);

test('npm run table writes what training measures between its markers, nothing else', async () => {
  const folder = await temporaryFolder();
  const out = join(folder, 'methods.md');
  await writeFile(out, `before\n${marks[0]}\nan old table\n${marks[1]}\nafter\n`);
  const options = ['--sample', 'penguins', '--method', 'pcgrad', '--seeds', '1'];
  await table(...options, '--out', out);

  const [sample, run] = [join(folder, 'sample'), join(folder, 'run')];
  await mtlLab(['new', 'penguins', sample]);
  const trained = await mtlLab([
    ...['train', join(sample, 'penguins.mtl.json'), '--run-dir', run],
    ...['--set', 'balancing.method=pcgrad', '--set', 'compare.singleTask=true'],
    ...['--backend', 'onnxruntime', '--threads', '1'],
  ]);
  expect(trained.status, trained.stderr).toBe(0);
  const { comparison } = (await readRun(run)).summary!;
  const [sex, species, mass] = ['sex', 'species', 'mass'].map((task) => comparison!.tasks[task]!);
  const cells = (model: 'multi' | 'single') => [
    sex![model]['auc']!.toFixed(4),
    species![model]['accuracy']!.toFixed(3),
    mass![model]['rmse']!.toFixed(1),
  ];
  const gains = [sex!.improvement['auc']!, species!.improvement['accuracy']!];
  const deltaM = (-100 * (gains[0]! + gains[1]! + mass!.improvement['rmse']!)) / 3;
  expect(await readFile(out, 'utf8')).toBe(`before
${marks[0]}

### penguins

| method | sex auc | species accuracy | mass rmse | Δm % | rank |
| --- | --: | --: | --: | --: | --: |
| one model a task | ${cells('single').join(' | ')} |  |  |
| \`pcgrad\` | ${cells('multi').join(' | ')} | ${deltaM.toFixed(2)} | 1.0 |

${marks[1]}
after
`);
});

test('npm run table offers every method without settings that must be named', async () => {
  const { stdout } = await table('--help');
  const methods = /--method NAME.*: (.*)/.exec(stdout)![1]!.split(', ');
  expect(methods).toHaveLength(28);
  expect(methods).toEqual(expect.arrayContaining(['equal', 'uncertainty', 'nash-mtl']));
  expect(methods).not.toContain('fixed');
});

test('npm run table names a place that is not there', async () => {
  const out = join(await temporaryFolder(), 'empty.md');
  await writeFile(out, 'no place\n');
  await expect(table('--out', out)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has no place for the table') as string,
  });
  await expect(table('--method', 'pgcrad')).rejects.toMatchObject({
    stderr: expect.stringContaining("there is no method 'pgcrad'") as string,
  });
});
