import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thisTarget } from '../../scripts/lib/vsix.mjs';
import packageJson from '../../package.json';
import { copySample, type WorkingCopy } from '../support/samples';
import { Workbench } from './workbench';

const vsix = path.resolve(`mtl-lab-${thisTarget}-${packageJson.version}.vsix`);

describe('the packed extension, installed in a VS Code that knows nothing of the repository', () => {
  let sample: WorkingCopy;
  let workbench: Workbench;
  let installed: string;

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['scripts/package.mjs']);
    sample = await copySample('adult');
    workbench = await Workbench.open({ folder: sample.folder, vsix });
    const { extensionsFolder } = workbench.vsCode;
    const folders = await readdir(extensionsFolder);
    const name = folders.find((folder) => folder.startsWith('mtl-lab.mtl-lab-'));
    expect(name, folders.join()).toBeDefined();
    installed = path.join(extensionsFolder, name!);
  });

  afterAll(async () => {
    await workbench.screenshot('package-end');
    await workbench.close();
    await sample.remove();
    await rm(vsix);
  });

  test('is smaller than 30 MB', async () => {
    expect((await stat(vsix)).size).toBeLessThan(30e6);
  });

  test('has the native library of this platform only, and nothing that does not run', async () => {
    const entries = await readdir(installed, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.relative(installed, path.join(parentPath, name)));
    const folders = files.map((file) => path.dirname(file).split(path.sep).join('/'));
    expect([...new Set(folders)].sort()).toEqual([
      '.',
      'dist',
      'docs',
      'l10n',
      'media',
      'media/screenshots',
      'media/walkthrough',
      'node_modules/esbuild-wasm',
      'node_modules/esbuild-wasm/bin',
      'node_modules/esbuild-wasm/lib',
      'node_modules/onnxruntime-common',
      'node_modules/onnxruntime-common/dist/cjs',
      'node_modules/onnxruntime-node',
      `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`,
      'node_modules/onnxruntime-node/dist',
      'samples/adult',
      'samples/census',
      'samples/compiler-messages',
      'samples/first-steps',
      'samples/multi-mnist',
      'samples/objects-and-faces',
      'samples/own-model',
      'samples/penguins',
      'samples/reviews',
    ]);
    const sources = files.filter((file) => /\.(map|ts|mjs)$/.test(file));
    expect(sources.sort()).toEqual([
      'samples/own-model/model.ts',
      'samples/own-model/mtl-lab.d.ts',
    ]);
  });

  test('brings the licences of what others wrote', async () => {
    const text = await readFile(path.join(installed, 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    for (const name of ['onnxruntime-node', '@tensorflow/tfjs-core', 'uplot', 'jsonc-parser'])
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  test('trains the Adult sample', async () => {
    await workbench.openSidebar();
    await workbench.openFile('adult.mtl.json');
    await workbench.runCommand('MTL Lab: Train Multi-Task Model');
    await workbench.notification(/adult completed in .*income AUC 0\.\d+/).waitFor();
    const runs = path.join(sample.folder, '.mtl', 'runs');
    const [run] = await readdir(runs);
    const record = await readFile(path.join(runs, run!, 'run.json'), 'utf8');
    expect(JSON.parse(record)).toMatchObject({
      status: 'completed',
      backend: { name: 'onnxruntime', compiled: true },
    });
  });

  test('creates an experiment from a template that it brings', async () => {
    await workbench.runCommand('MTL Lab: New Experiment');
    await workbench.quickPick('Palmer penguins').click();
    await workbench.answer('Folder of the experiment');
    await workbench.editorTab('penguins.mtl.json').waitFor();
  });
});
