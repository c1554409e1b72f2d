import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readMetrics } from '../../src/runs/readMetrics';
import { readRun } from '../../src/runs/readRun';
import { node24 } from '../support/node24';
import { tfjsNodeData } from '../support/tfjsNode';
import { mtlLab } from './commandLine';
import { temporaryFolder } from './exampleExperiment';
import { built } from './trainerChild';

const backends = ['onnxruntime', 'tfjs-node', 'cpu'] as const;
const env = { MTL_LAB_DATA: tfjsNodeData };
type BackendName = (typeof backends)[number];

/** Arguments that train a sample for at least 30 steps. */
function trainArguments(sample: string, backend: BackendName, directory: string): string[] {
  const file = resolve('samples', sample, `${sample}.mtl.json`);
  const epochs = `training.epochs=${sample === 'adult' ? 2 : 5}`;
  return ['train', file, '--backend', backend, '--run-dir', directory, '--set', epochs];
}

/** @returns the run's directory */
async function train(sample: string, backend: BackendName, directory: string): Promise<string> {
  const { status, stderr } = await mtlLab(
    trainArguments(sample, backend, directory),
    undefined,
    env,
  );
  expect(stderr).toContain(` on ${backend}. Recorded in`);
  expect(status).toBe(0);
  return directory;
}

/** The losses of all tasks at each of the first 30 steps. */
async function firstLosses(directory: string): Promise<number[]> {
  const { events } = await readMetrics(directory);
  const steps = events.filter((event) => event.type === 'step').slice(0, 30);
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  return steps.flatMap(({ loss }) => Object.values(loss));
}

/** `metrics.jsonl` without the only thing in it that may differ between equal runs. */
async function metricsApartFromTimes(directory: string): Promise<string> {
  const text = await readFile(join(directory, 'metrics.jsonl'), 'utf8');
  return text.replace(/"seconds":[^,}]+/g, '"seconds":0');
}

test.each(['adult', 'penguins', 'own-model'])(
  '%s has the same losses on every backend over 30 steps, to 1e-4',
  async (sample) => {
    const folder = await temporaryFolder();
    const losses = new Map<BackendName, number[]>();
    for (const backend of backends) {
      losses.set(backend, await firstLosses(await train(sample, backend, join(folder, backend))));
    }
    const reference = losses.get('cpu')!;
    for (const backend of backends) {
      const differences = losses
        .get(backend)!
        .map((loss, index) => Math.abs(loss / reference[index]! - 1));
      expect(differences).toHaveLength(reference.length);
      expect(Math.max(...differences)).toBeLessThan(1e-4);
    }
    expect(reference.at(-1)).toBeLessThan(reference[reference.length / 30 - 1]!);
  },
);

test.each(['onnxruntime', 'tfjs-node'] as const)(
  'the same seed on %s gives the same metrics, apart from times',
  async (backend) => {
    const folder = await temporaryFolder();
    const first = await metricsApartFromTimes(await train('adult', backend, join(folder, 'first')));
    const second = await metricsApartFromTimes(
      await train('adult', backend, join(folder, 'second')),
    );
    expect(first).toContain('"type":"test"');
    expect(second).toBe(first);
  },
);

test.each(['onnxruntime', 'tfjs-node'] as const)(
  '%s trains on the Node.js of VS Code with the same losses',
  async (backend) => {
    const folder = await temporaryFolder();
    const own = await train('penguins', backend, join(folder, 'own'));
    const directory = join(folder, 'node24');
    const cli = built('cli.cjs');
    await promisify(execFile)(node24, [cli, ...trainArguments('penguins', backend, directory)], {
      env: { ...process.env, ...env },
    });
    const { versions } = await readRun(directory);
    expect(versions['node']).toMatch(/^24\./);
    expect(await firstLosses(directory)).toEqual(await firstLosses(own));
  },
);
