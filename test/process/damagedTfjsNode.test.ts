import { cp, mkdir, open, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readRun } from '../../src/runs/readRun';
import type { BackendInfo } from '../../src/shared/run';
import { tfjsNodeData } from '../support/tfjsNode';
import { mtlLab } from './commandLine';
import { temporaryFolder, writeExample } from './exampleExperiment';

const folderName = 'tfjs-node-4.22.0';
const packageName = join('@tensorflow', 'tfjs-node');

interface Installation {
  readonly data: string;
  /** libtensorflow: here, and the one of the tests' tfjs-node. */
  readonly library: string;
  readonly original: string;
}

/** tfjs-node as it is installed for a user; what is large or not changed is linked. */
async function installation(): Promise<Installation> {
  const data = await temporaryFolder();
  const from = join(tfjsNodeData, folderName, 'node_modules');
  const to = join(data, folderName, 'node_modules');
  await linkAll(from, to, '@tensorflow');
  await linkAll(join(from, '@tensorflow'), join(to, '@tensorflow'), 'tfjs-node');
  const libraries = join('deps', 'lib');
  await cp(join(from, packageName), join(to, packageName), {
    recursive: true,
    filter: (source) => !source.endsWith(libraries) && !source.endsWith('mtl-lab-working.json'),
  });
  await linkAll(join(from, packageName, libraries), join(to, packageName, libraries));
  const name = join(packageName, libraries, 'libtensorflow_cc.so.2');
  return { data, library: join(to, name), original: join(from, name) };
}

/** Links what is in a folder, except for one entry. */
async function linkAll(from: string, to: string, except?: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (name !== except) await symlink(join(from, name), join(to, name));
  }
}

/** A library as good as before, but not the same file any more. */
async function copyOver({ library, original }: Installation, name: string): Promise<void> {
  await rm(join(dirname(library), name));
  await cp(join(dirname(original), name), join(dirname(library), name));
}

/** What an interrupted download leaves: the beginning of a library. */
async function truncate({ library, original }: Installation): Promise<void> {
  const whole = await open(original);
  const { buffer } = await whole.read(Buffer.alloc(1e6), 0, 1e6, 0);
  await whole.close();
  await rm(library);
  const part = await open(library, 'w');
  await part.write(buffer);
  await part.close();
}

async function train(data: string, backend: string) {
  const { file, folder } = await writeExample({ epochs: 1 });
  const directory = join(folder, 'run');
  const result = await mtlLab(
    ['train', file, '--backend', backend, '--run-dir', directory],
    undefined,
    { MTL_LAB_DATA: data },
  );
  return {
    ...result,
    info: (): Promise<BackendInfo> => readRun(directory).then((run) => run.backend),
  };
}

async function install(data: string) {
  // No registry answers here: what is repaired must be repaired with what is there.
  const offline = { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' };
  return mtlLab(['backend', 'install'], undefined, { ...offline, MTL_LAB_DATA: data });
}

test('auto trains on an installed tfjs-node once it has worked, and not on a damaged one', async () => {
  const installed = await installation();
  const { data, library, original } = installed;
  const untried = await (await train(data, 'auto')).info();
  expect(untried).toMatchObject({ name: 'onnxruntime' });
  expect(untried.reason).toBeUndefined();

  expect(await install(data)).toMatchObject({ status: 0 });
  const working = await (await train(data, 'auto')).info();
  expect(working).toEqual({ name: 'tfjs-node', version: '4.22.0', compiled: true, threads: 1 });

  await truncate(installed);
  const other = await train(data, 'auto');
  expect(other.status).toBe(0);
  expect(await other.info()).toMatchObject({
    name: 'onnxruntime',
    compiled: true,
    reason: expect.stringContaining('not those that worked') as unknown,
  });
  const asked = await train(data, 'tfjs-node');
  expect(asked.status).toBe(3);
  expect(asked.stderr).toContain('not those that worked');
  expect(asked.stderr).toContain('mtl-lab backend install');
  const failed = await install(data);
  expect(failed.status).toBe(3);
  expect(failed.stderr).toContain('The package tfjs-node cannot be installed');

  await rm(library);
  await symlink(original, library);
  await copyOver(installed, 'libtensorflow_framework.so.2');
  const copied = await train(data, 'auto');
  expect(await copied.info()).toMatchObject({ name: 'onnxruntime' });
  expect(await install(data)).toMatchObject({ status: 0 });
  expect(await (await train(data, 'tfjs-node')).info()).toMatchObject({ name: 'tfjs-node' });
});

test('a damaged tfjs-node that nobody has tried is an error, not the end of the process', async () => {
  const installed = await installation();
  await truncate(installed);
  const asked = await train(installed.data, 'tfjs-node');
  expect(asked.status).toBe(3);
  expect(asked.stderr).toContain('tfjs-node cannot be used here');
  expect(await (await train(installed.data, 'auto')).info()).toMatchObject({ name: 'onnxruntime' });
});
