import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** `npm start` as a child, and what it has printed so far. */
function start(...args: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args]);
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  child.stderr.on('data', (data) => (output += String(data)));
  return { child, output: () => output };
}

async function exitStatus(child: ChildProcess): Promise<unknown> {
  return ((await once(child, 'close')) as unknown[])[0];
}

test('npm start -- --browser serves VS Code at the printed address until it is interrupted', async () => {
  const { child, output } = start('--browser');
  const closed = exitStatus(child);
  await expect.poll(output, { timeout: 60_000 }).toContain('Ctrl-C ends it');
  const address = /http:\/\/127\.0\.0\.1\S+/.exec(output())![0];
  expect(new URL(address).searchParams.get('payload')).toContain('extensionDevelopmentPath');
  const page = await fetch(address);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('vscode-workbench-web-configuration');

  child.kill('SIGINT');
  expect(await closed).toBe(0);
  await expect(fetch(address)).rejects.toThrow();
});

test('npm start -- --headless trains the Adult sample in the terminal', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mtl-lab-headless-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const runFolder = path.join(folder, 'run');
  const { child, output } = start('--headless', '--run-dir', runFolder);
  expect(await exitStatus(child), output()).toBe(0);
  const run = JSON.parse(await readFile(path.join(runFolder, 'run.json'), 'utf8')) as unknown;
  expect(run).toMatchObject({ status: 'completed', experiment: { name: 'adult' } });
  for (const task of ['income', 'married']) expect(output()).toContain(task);
});

test('npm start -- --headless hands the exit status of a refused setting on', async () => {
  const { child, output } = start('--headless', '--set', 'training.epochs=none');
  expect(await exitStatus(child), output()).toBe(2);
});
