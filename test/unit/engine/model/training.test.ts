import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../src/engine/backend/program';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import type { ModelSpec } from '../../../../src/shared/modelSpec';
import {
  binary,
  encodedTask,
  experimentWith,
  loadedData,
  record,
  regression,
  syntheticDataset,
} from '../support';
import { everyArchitecture, withDropout } from './support';

let compiled: Backend;
let reference: Backend;
beforeAll(async () => {
  [compiled, reference] = [await openBackend('onnxruntime', 1, 0), await openBackend('cpu', 1, 0)];
});
afterAll(async () => {
  await compiled.dispose();
  await reference.dispose();
});

const [rows, width] = [320, 5];

/** A value and its sign, or for events that follow each other, two signs of which one implies the other. */
function dataFor({ architecture }: ModelSpec): LoadedData {
  const dataset = syntheticDataset(rows, width, 1);
  const value = dataset.targets['value']!.values;
  const areEvents = architecture === 'esmm' || architecture === 'aitm';
  const first = areEvents ? value.map((y) => (y > -0.5 ? 1 : 0)) : value;
  return loadedData(
    [encodedTask('value', areEvents ? binary : regression), encodedTask('sign', binary)],
    width,
    {
      ...dataset,
      targets: { value: { values: first }, sign: { values: value.map((y) => (y > 0 ? 1 : 0)) } },
    },
  );
}

/** Losses of each step, in the order of the tasks. */
async function losses(spec: ModelSpec, backend: Backend): Promise<number[][]> {
  const base = experimentWith({ epochs: 3, batchSize: 32 });
  const shared = spec.shared.map((layer) => ('dense' in layer ? { ...layer, l2: 0.01 } : layer));
  const model = { ...withDropout({ ...spec, shared }, 0.1) };
  const { events } = await record({ experiment: { ...base, model }, data: dataFor(spec), backend });
  return events.flatMap((event) => (event.type === 'step' ? [Object.values(event.loss)] : []));
}

it.each(Object.entries(everyArchitecture))(
  '%s trains 30 steps compiled as operation by operation, and learns',
  async (_, spec) => {
    const [fast, slow] = [await losses(spec, compiled), await losses(spec, reference)];
    expect(fast).toHaveLength(30);
    fast.forEach((step, index) =>
      step.forEach((loss, task) => {
        expect(Math.abs(loss / slow[index]![task]! - 1), `step ${index + 1}`).toBeLessThan(1e-4);
      }),
    );
    const total = (steps: number[][]) => steps.flat().reduce((sum, loss) => sum + loss, 0);
    expect(total(fast.slice(-5))).toBeLessThan(total(fast.slice(0, 5)));
  },
);
