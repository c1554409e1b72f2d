import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json';
import { readRun } from '../../src/runs/readRun';
import { mtlLab, startMtlLab } from './commandLine';
import { onlyRun, temporaryFolder, writeExample } from './exampleExperiment';

test('train prints a table of results and exits with 0', async () => {
  const example = await writeExample();
  const { status, stdout, stderr } = await mtlLab(['train', example.file]);
  expect(status).toBe(0);
  const [header, ...rows] = stdout.trimEnd().split('\n');
  expect(header).toMatch(/^task +metric +validation \(epoch [1-3]\) +test$/);
  expect(rows.map((row) => row.slice(0, 15).trim().split(/ +/))).toEqual([
    ['price', 'loss'],
    ['RMSE'],
    ['R²'],
    ['sold', 'loss'],
    ['AUC'],
    ['accuracy'],
  ]);
  const { summary } = await readRun(await onlyRun(example));
  expect(rows[4]).toContain(summary!.test!['sold']!['auc']!.toFixed(4));
  expect(stderr).toContain('epoch 3/3 · price: loss ');
});

test('--json writes the lines of metrics.jsonl and nothing else', async () => {
  const example = await writeExample();
  const { status, stdout } = await mtlLab(['train', example.file, '--json']);
  expect(status).toBe(0);
  const metrics = await readFile(join(await onlyRun(example), 'metrics.jsonl'), 'utf8');
  expect(stdout).toBe(metrics);
});

test('the same seed gives the same run, apart from times; another seed another', async () => {
  const example = await writeExample({ epochs: 2 });
  const metrics = async (name: string, ...options: string[]): Promise<string> => {
    const directory = join(example.folder, name);
    await mtlLab(['train', example.file, '--run-dir', directory, ...options]);
    const text = await readFile(join(directory, 'metrics.jsonl'), 'utf8');
    return text.replace(/"seconds":[^,}]+/g, '"seconds":0');
  };
  const first = await metrics('first');
  expect(await metrics('second')).toBe(first);
  expect(await metrics('third', '--set', 'training.seed=43')).not.toBe(first);
});

test('a training that fails exits with 1 and says step, task and what to do', async () => {
  const { file } = await writeExample({ learningRate: 1e30 });
  const { status, stderr } = await mtlLab(['train', file]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/price|sold/);
  expect(stderr).toMatch(/step \d+/);
  expect(stderr).toMatch(/learning ?rate/i);
});

test('a bad experiment and bad data exit with 2 and name the place', async () => {
  const { file, dataFile } = await writeExample();
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"binary"', '"binery"'));
  const bad = await mtlLab(['train', file]);
  expect(bad.status).toBe(2);
  expect(bad.stderr).toContain(`${file}:10:`);
  expect(await mtlLab(['validate', file])).toMatchObject({ status: 2, stdout: '' });

  await writeFile(file, text);
  const table = await readFile(dataFile, 'utf8');
  await writeFile(dataFile, table.replace(/[\d.]*,(yes|no)\n$/, 'cheap,yes\n'));
  const { status, stderr } = await mtlLab(['validate', file]);
  expect(status).toBe(2);
  expect(stderr).toContain(`${dataFile}:401:`);
  expect(stderr).toContain('cheap');
});

test('a folder that cannot hold runs is an error with its name, not a crash', async () => {
  const { file, folder } = await writeExample();
  await writeFile(join(folder, '.mtl'), 'in the way');
  const { status, stderr } = await mtlLab(['train', file]);
  expect(status).toBe(2);
  expect(stderr).toContain(join(folder, '.mtl', 'runs'));
  expect(stderr).not.toContain(' at ');
});

test.each([
  [['train'], 'an experiment file'],
  [['train', 'missing.mtl.json'], 'missing.mtl.json'],
  [['train', 'x.mtl.json', '--epochs', '3'], '--epochs'],
  [['train', 'x.mtl.json', '--threads', '0'], '--threads'],
  [['tarin'], "no command 'tarin'"],
  [[], 'Name a command'],
  [['new', 'adult'], 'a directory'],
])('mtl-lab %j is bad usage: status 2', async (args, message) => {
  const { status, stdout, stderr } = await mtlLab(args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
});

test('a backend that is not there exits with 3', async () => {
  const { file } = await writeExample();
  const unknown = await mtlLab(['train', file, '--backend', 'abacus']);
  expect(unknown.status).toBe(3);
  expect(unknown.stderr).toContain('onnxruntime');
});

test('Ctrl-C stops after a checkpoint with 130', async () => {
  const example = await writeExample({ rows: 2000, epochs: 100_000 });
  const { child, result, wrote } = startMtlLab(['train', example.file]);
  await wrote('epoch 2/');
  child.kill('SIGINT');
  const { status, stderr } = await result;
  expect(status).toBe(130);
  expect(stderr).toContain('--resume');
  const directory = await onlyRun(example);
  expect((await readRun(directory)).status).toBe('stopped');
  expect(existsSync(join(directory, 'checkpoint', 'state.safetensors'))).toBe(true);
});

test('validate summarises rows, features, tasks and parameters', async () => {
  const { file, folder } = await writeExample();
  const { status, stdout } = await mtlLab(['validate', file]);
  expect(status).toBe(0);
  expect(stdout).toContain('240 training, 80 validation, 80 test');
  expect(stdout).toContain('3 (2 numbers, 1 category) in 6 inputs');
  expect(stdout).toContain('price: regression of price');
  expect(stdout).toContain('sold: binary, sold is yes');
  expect(stdout).toContain('402, 112 shared');
  expect(existsSync(join(folder, '.mtl'))).toBe(false);
});

test('runs lists the runs under a folder', async () => {
  const example = await writeExample({ epochs: 2 });
  expect((await mtlLab(['runs', example.folder])).stdout).toContain('No runs');
  await mtlLab(['train', example.file]);
  const { stdout } = await mtlLab(['runs'], example.folder);
  const [header, row, ...rest] = stdout.trimEnd().split('\n');
  expect(header).toMatch(/^run +status +started \(UTC\) +epochs +best$/);
  expect(row).toMatch(
    /^example-\d{8}-\d{6}-\w{4} +completed .* 2 +price RMSE [\d.]+, sold AUC 0\./,
  );
  expect(rest).toEqual([]);
  const records = JSON.parse((await mtlLab(['runs', example.folder, '--json'])).stdout) as object[];
  expect(records).toMatchObject([{ directory: await onlyRun(example), status: 'completed' }]);
});

test('new writes an experiment from a table, which is valid', async () => {
  const { dataFile } = await writeExample();
  const folder = join(await temporaryFolder(), 'mine');
  const targets = ['--target', 'sold', '--target', 'price:regression'];
  const written = await mtlLab(['new', 'own-data', folder, '--data', dataFile, ...targets]);
  expect(written).toMatchObject({ status: 0, stderr: '' });
  const [, file] = /Train it with: mtl-lab train (.*)\n/.exec(written.stdout)!;
  const { status, stdout } = await mtlLab(['validate', file!]);
  expect(status).toBe(0);
  expect(stdout).toContain('price: regression');

  const wrong = await mtlLab(['new', 'own-data', folder, '--data', dataFile, '--target', 'cost']);
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('size, age, colour, price, sold');
});

test.each([
  ['first-steps', 'first-steps'],
  ['first-steps', 'alternating'],
  ['adult', 'adult'],
  ['penguins', 'penguins'],
  ['census', 'census'],
  ['multi-mnist', 'multi-mnist'],
  ['objects-and-faces', 'objects-and-faces'],
  ['own-model', 'own-model'],
  ['reviews', 'reviews'],
])('the scaffolded %s trains at once: %s', async (template, name) => {
  const folder = join(await temporaryFolder(), 'mine');
  expect((await mtlLab(['new', template, folder])).status).toBe(0);
  const file = join(folder, `${name}.mtl.json`);
  const { status, stdout } = await mtlLab(['train', file, '--set', 'training.epochs=1']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^task +metric +validation \(epoch 1\) +test( +vs single)?\n/);
  expect((await mtlLab(['new', template, folder])).status).toBe(2);
});

test('help and version', async () => {
  expect((await mtlLab(['--version'])).stdout).toBe(`${packageJson.version}\n`);
  const { status, stdout } = await mtlLab(['--help']);
  expect(status).toBe(0);
  for (const command of [
    ...['train', 'sweep', 'compare', 'validate', 'new', 'runs', 'predict', 'export', 'backend'],
  ]) {
    expect(stdout).toContain(`\n  ${command} `);
    const help = await mtlLab([command, '--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toMatch(new RegExp(`^Usage: mtl-lab ${command} `));
  }
});
