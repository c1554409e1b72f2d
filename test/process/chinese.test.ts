import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRun } from '../../src/runs/readRun';
import { mtlLab } from './commandLine';
import { onlyRun, temporaryFolder, writeExample } from './exampleExperiment';

/** The language of a machine in China; nothing is said to MTL Lab itself. */
const machine = { MTL_LAB_LANGUAGE: '', LC_ALL: '', LC_MESSAGES: '', LANG: 'zh_CN.UTF-8' };

test('training in Chinese: table, progress and what the engine says', async () => {
  const example = await writeExample();
  const { status, stdout, stderr } = await mtlLab(['train', example.file], undefined, machine);
  expect(status).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(/^任务 +指标 +验证（第 [1-3] 轮） +测试$/);
  expect(stderr).toContain('轮次 3/3 · price: 损失 ');
  expect(stderr).toMatch(/^运行已完成：3 轮, \d+ 步, .*\u00a0s，使用 onnxruntime。记录在 /m);
  const record = await readFile(join(await onlyRun(example), 'run.json'), 'utf8');
  expect(JSON.parse(record)).toMatchObject({ status: 'completed' });
});

test('an error of the thread of the engine is in Chinese, its code is not', async () => {
  const example = await writeExample({ learningRate: 1e30 });
  const { status, stderr } = await mtlLab(['train', example.file], undefined, machine);
  expect(status).toBe(1);
  expect(stderr).toMatch(/任务“(price|sold)”的.*损失在第 \d+ 步变为 (NaN|Infinity|∞)/);
  const { error } = await readRun(await onlyRun(example));
  expect(error?.code).toMatch(/^[a-z-]+$/);
});

test('a wrong experiment is said in Chinese with its place', async () => {
  const { file } = await writeExample();
  await writeFile(file, (await readFile(file, 'utf8')).replace('"training"', '"trainin"'));
  const { status, stderr } = await mtlLab(['validate', file], undefined, machine);
  expect(status).toBe(2);
  expect(stderr).toMatch(/:\d+:\d+: 实验中没有键“trainin”。\n {2}您是不是要找“training”？/);
});

test('MTL_LAB_LANGUAGE is stronger than the language of the machine', async () => {
  const { stdout } = await mtlLab(['--help'], undefined, { ...machine, MTL_LAB_LANGUAGE: 'en' });
  expect(stdout).toContain('Usage: mtl-lab COMMAND');
  const chinese = { LC_ALL: 'en_US.UTF-8', MTL_LAB_LANGUAGE: 'zh-cn' };
  expect((await mtlLab(['--help'], undefined, chinese)).stdout).toContain('用法：mtl-lab COMMAND');
});

test('an experiment on an own table has its comments in Chinese', async () => {
  const folder = await temporaryFolder();
  const table = join(folder, 'houses.csv');
  const rows = Array.from({ length: 60 }, (_, row) => `${row % 7},${(row * 37) % 11},${row % 2}`);
  await writeFile(table, ['rooms,age,sold', ...rows].join('\n'));
  const own = join(folder, 'own');
  const args = ['new', 'own-data', own, '--data', table, '--target', 'sold'];
  const { status, stdout, stderr } = await mtlLab(args, undefined, machine);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^已写入 .*\n训练它：mtl-lab train /);
  const file = stdout.split('\n')[0]!.replace('已写入 ', '');
  expect(await readFile(file, 'utf8')).toContain('// 模型看到的内容：');
  expect((await mtlLab(['validate', file], undefined, machine)).status).toBe(0);
});
