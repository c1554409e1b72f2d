import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeSafetensors, readSafetensors } from '../../src/runs/safetensors';
import { decodeEvent, type StepEvent } from '../../src/shared/events';
import {
  namedTensor,
  trajectoryCases,
  trajectoryExperiment,
  type TrajectoryProblem,
} from '../support/trajectories';
import { tfjsNodeData } from '../support/tfjsNode';
import { mtlLab } from './commandLine';
import { temporaryFolder } from './exampleExperiment';

const backends = ['onnxruntime', 'tfjs-node'] as const;

/** Methods that draw what the library drew, or whose heads it treats otherwise, have no file here. */
const cases = backends.flatMap((backend) =>
  trajectoryCases()
    .filter(({ run }) => !['RLW', 'GradDrop_rep', 'SDMGrad'].includes(run.name))
    .filter(({ id, run }) => id === 'shared-K3' && run.optimizer === 'adam')
    .map((each) => ({ backend, ...each })),
);

test.each(cases)(
  'mtl-lab train follows LibMTL from initialWeights: $id by $name on $backend',
  async ({ backend, problem, run }) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'table.csv'), table(problem));
    const tensors = Object.entries(problem.initialWeights).map(namedTensor);
    await writeFile(join(folder, 'init.safetensors'), encodeSafetensors({ tensors, metadata: {} }));
    const file = join(folder, 'trajectory.mtl.json');
    await writeFile(file, JSON.stringify(trajectoryExperiment(problem, run)));
    const directory = join(folder, 'run');

    const args = ['train', file, '--json', '--backend', backend, '--run-dir', directory];
    const env = { MTL_LAB_DATA: tfjsNodeData };
    const { status, stdout, stderr } = await mtlLab(args, undefined, env);
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
    for (const expected of Object.entries(run.final).map(namedTensor)) {
      const actual = final.get(`weights/${expected.name}`);
      expected.values.forEach((value, index) => {
        const error = Math.abs((actual?.[index] ?? NaN) - value);
        expect(error).toBeLessThan(run.tolerance.finalParamsAbs);
      });
    }
  },
);

function table({ X, y, tasks }: TrajectoryProblem): string {
  const header = [
    ...(X[0] ?? []).map((_, column) => `x${column}`),
    ...tasks.map(({ name }) => name),
  ];
  const rows = X.map((row, index) => [...row, ...y.map((target) => target[index] ?? NaN)]);
  return [header, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}
