import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { installBackend } from '../../src/extension/process/askTrainer';
import { tfjsNodeData } from '../support/tfjsNode';
import { mtlLab, startMtlLab } from './commandLine';
import { temporaryFolder } from './exampleExperiment';
import { built } from './trainerChild';

/** No registry answers here. */
const offline = { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' };
const folderName = 'tfjs-node-4.22.0';

async function listed(data: string): Promise<Record<string, unknown>[]> {
  const { status, stdout } = await mtlLab(['backend', '--json'], undefined, { MTL_LAB_DATA: data });
  expect(status).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>[];
}

test('backend lists every backend with its version and threads', async () => {
  const backends = await listed(tfjsNodeData);
  const several: unknown = expect.toSatisfy((threads: number) => threads >= 1 && threads <= 4);
  const version: unknown = expect.stringMatching(/^4\.22\.0 \(TensorFlow \d/);
  const threads = { small: 1, large: several };
  expect(backends).toEqual([
    { name: 'onnxruntime', usable: true, version: '1.30.0', threads },
    { name: 'tfjs-node', usable: true, version, threads },
    { name: 'cpu', usable: true, version: '4.22.0', threads: { small: 1, large: 1 } },
  ]);
});

test('backend install leaves a tfjs-node that works as it is', async () => {
  const env = { ...offline, MTL_LAB_DATA: tfjsNodeData };
  const { status, stdout, stderr } = await mtlLab(['backend', 'install'], undefined, env);
  expect(status).toBe(0);
  expect(stderr).not.toContain('npm');
  expect(stdout).toMatch(/^tfjs-node +4\.22\.0 .* yes /m);
});

test('a broken tfjs-node is listed with the reason; the embedded backend goes on working', async () => {
  const data = await temporaryFolder();
  const tfjsNode = join(data, folderName, 'node_modules', '@tensorflow', 'tfjs-node');
  await mkdir(tfjsNode, { recursive: true });
  await writeFile(join(tfjsNode, 'index.js'), 'throw new Error("libtensorflow.so is too short")');
  const [onnxRuntime, broken] = await listed(data);
  expect(onnxRuntime).toMatchObject({ usable: true });
  expect(broken).toEqual({
    name: 'tfjs-node',
    usable: false,
    reason: 'tfjs-node cannot be used here: libtensorflow.so is too short',
    hint: expect.stringContaining('mtl-lab backend install') as unknown,
  });
});

test('an install without a registry fails with the reason and leaves nothing', async () => {
  const data = await temporaryFolder();
  const env = { ...offline, MTL_LAB_DATA: data };
  const { status, stderr } = await mtlLab(['backend', 'install'], undefined, env);
  expect(status).toBe(3);
  expect(stderr).toContain('The package tfjs-node cannot be installed');
  expect(stderr).toContain('127.0.0.1:9');
  expect(await readdir(data)).toEqual([]);
});

test('an install into a folder that cannot be made says so and how to name another', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  const env = { MTL_LAB_DATA: join(file, 'data') };
  const { status, stderr } = await mtlLab(['backend', 'install'], undefined, env);
  expect(status).toBe(3);
  expect(stderr).toContain(file);
  expect(stderr).toContain('MTL_LAB_DATA');
});

test('Ctrl-C ends an install and leaves nothing; so does the next one after a kill', async () => {
  const data = await temporaryFolder();
  const env = { MTL_LAB_DATA: data };
  const killed = startMtlLab(['backend', 'install'], undefined, env);
  await killed.wrote('Installing the package');
  await expect.poll(() => readdir(data)).toHaveLength(1);
  killed.child.kill('SIGKILL');
  await killed.result;

  const interrupted = startMtlLab(['backend', 'install'], undefined, env);
  await interrupted.wrote('Installing the package');
  await expect
    .poll(() => readdir(data))
    .toEqual([`${folderName}.partial-${interrupted.child.pid}`]);
  interrupted.child.kill('SIGINT');
  const { status, stderr } = await interrupted.result;
  expect(status).toBe(130);
  expect(stderr).toContain('Nothing was installed.');
  expect(await readdir(data)).toEqual([]);
});

/** As the editor's command installs; `seen` is told the progress. */
function installFromEditor(data: string, seen: (text: string) => void, signal?: AbortSignal) {
  vi.stubEnv('MTL_LAB_DATA', data);
  onTestFinished(() => void vi.unstubAllEnvs());
  return installBackend({
    modulePath: built('trainer.cjs'),
    onOutput: () => undefined,
    onProgress: seen,
    ...(signal && { signal }),
  });
}

test('the trainer tells the editor which tfjs-node works', async () => {
  const progress: string[] = [];
  const version = await installFromEditor(tfjsNodeData, (text) => progress.push(text));
  expect(version).toBe('4.22.0');
  expect(progress).toEqual(['Looking for tfjs-node']);
});

test('an install that is cancelled in the editor leaves nothing', async () => {
  const data = await temporaryFolder();
  const cancel = new AbortController();
  const cancelOnce = (text: string): void => {
    if (text.startsWith('Installing the package')) cancel.abort();
  };
  const installing = installFromEditor(data, cancelOnce, cancel.signal);
  await expect(installing).rejects.toMatchObject({ name: 'AbortError' });
  expect(await readdir(data)).toEqual([]);
});
