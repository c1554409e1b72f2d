import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeSafetensors, readSafetensors } from '../../src/runs/safetensors';
import { decodeEvent, type StepEvent } from '../../src/shared/events';
import trajectories from '../fixtures/equal-trajectories.json';
import { mtlLab } from './commandLine';
import { temporaryFolder } from './exampleExperiment';

const optimizers = {
  sgd: { name: 'sgd', learningRate: 0.05, momentum: 0 },
  adam: { name: 'adam', learningRate: 0.01 },
};

const cases = trajectories.problems.flatMap((problem) =>
  (['sgd', 'adam'] as const).map((name) => ({ id: problem.id, name, problem })),
);

test.each(cases)(
  'mtl-lab train follows PyTorch from initialWeights: $id by $name',
  async ({ name, problem }) => {
    const folder = await temporaryFolder();
    const run = problem.runs[name];
    await writeFile(join(folder, 'table.csv'), table(problem));
    const tensors = Object.entries<Matrix>(problem.initialWeights).map(namedTensor);
    await writeFile(join(folder, 'init.safetensors'), encodeSafetensors({ tensors, metadata: {} }));
    const file = join(folder, 'trajectory.mtl.json');
    await writeFile(file, JSON.stringify(experiment(problem, name)));
    const directory = join(folder, 'run');

    const { status, stdout, stderr } = await mtlLab([
      'train',
      file,
      '--json',
      '--run-dir',
      directory,
    ]);
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    const steps = stdout
      .trim()
      .split('\n')
      .map(decodeEvent)
      .filter((event): event is StepEvent => event.type === 'step');
    expect(steps).toHaveLength(30);
    steps.forEach(({ loss }, step) => {
      problem.tasks.forEach((task, index) => {
        const ratio = (loss[task.name] ?? NaN) / (run.losses[step]?.[index] ?? NaN);
        expect(Math.abs(ratio - 1)).toBeLessThan(run.tolerance.lossesRel);
      });
    });
    const checkpoint = join(directory, 'checkpoint', 'state.safetensors');
    const final = new Map(
      (await readSafetensors(checkpoint)).tensors.map((tensor) => [tensor.name, tensor.values]),
    );
    for (const expected of Object.entries<Matrix>(run.finalWeights).map(namedTensor)) {
      const actual = final.get(`weights/${expected.name}`);
      expected.values.forEach((value, index) => {
        const error = Math.abs((actual?.[index] ?? NaN) - value);
        expect(error).toBeLessThan(run.tolerance.finalParamsAbs);
      });
    }
  },
);

type Problem = (typeof trajectories.problems)[number];
type Matrix = number[] | number[][];

function table({ X, y, tasks }: Problem): string {
  const header = [
    ...(X[0] ?? []).map((_, column) => `x${column}`),
    ...tasks.map(({ name }) => name),
  ];
  const rows = X.map((row, index) => [...row, ...y.map((target) => target[index] ?? NaN)]);
  return [header, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

function experiment({ X, tasks, shared }: Problem, optimizer: keyof typeof optimizers) {
  const width = X[0]?.length ?? 0;
  return {
    name: 'trajectory',
    data: {
      train: 'table.csv',
      split: { validation: 0, test: 0 },
      features: Object.fromEntries(
        Array.from({ length: width }, (_, column) => [
          `x${column}`,
          { type: 'number', scale: 'none' },
        ]),
      ),
    },
    tasks: Object.fromEntries(
      tasks.map(({ name, type }) => [
        name,
        { type, target: name, ...(type === 'regression' && { scale: 'none' }) },
      ]),
    ),
    model: {
      shared: shared.map(({ units, activation }) => ({ dense: units, activation })),
      heads: { default: [] },
    },
    training: {
      epochs: 30,
      batchSize: X.length,
      shuffle: false,
      optimizer: optimizers[optimizer],
      initialWeights: 'init.safetensors',
    },
  };
}

function namedTensor([name, values]: readonly [string, Matrix]) {
  const [first] = values;
  const shape = Array.isArray(first) ? [values.length, first.length] : [values.length];
  return { name, shape, values: Float32Array.from(values.flat()) };
}
