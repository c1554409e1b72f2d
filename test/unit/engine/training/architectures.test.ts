import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../src/engine/backend/program';
import type { Experiment } from '../../../../src/shared/experiment';
import type { ModelSpec } from '../../../../src/shared/modelSpec';
import { everyArchitecture } from '../model/support';
import {
  binary,
  encodedTask,
  experimentWith,
  loadedData,
  record,
  syntheticDataset,
} from '../support';

let compiled: Backend;
let reference: Backend;
beforeAll(async () => {
  compiled = await openBackend('onnxruntime', 1, 0);
  reference = await openBackend('cpu', 1, 0);
});
afterAll(async () => {
  await compiled.dispose();
  await reference.dispose();
});

/** Two events of which the second implies the first, which every architecture takes. */
function events() {
  const { rows, features, targets } = syntheticDataset(160, 5, 1);
  const { values } = targets['value']!;
  return loadedData([encodedTask('first', binary), encodedTask('second', binary)], 5, {
    rows,
    features,
    targets: {
      first: { values: values.map((y) => (y > -0.5 ? 1 : 0)) },
      second: { values: values.map((y) => (y > 0.3 ? 1 : 0)) },
    },
  });
}

/** The losses of ten steps, and whether every weight has moved. */
async function train(model: ModelSpec, backend: Backend, changes: Partial<Experiment>) {
  const base = experimentWith({ epochs: 2 });
  const experiment = {
    ...base,
    tasks: { first: binary, second: binary },
    model,
    ...changes,
  };
  const run = await record({ experiment, data: events(), backend });
  const losses = run.events.flatMap((event) =>
    event.type === 'step' ? Object.values(event.loss) : [],
  );
  const weights = (checkpoint: number) =>
    run.checkpoints[checkpoint]!.tensors.filter(({ name }) => name.startsWith('weights/'));
  const still = weights(0).filter(({ values }, index) =>
    values.every((value, at) => value === weights(1)[index]!.values[at]),
  );
  return { losses, still: still.map(({ name }) => name) };
}

const ways: [string, Partial<Experiment>][] = [
  ['PCGrad', { balancing: { method: 'pcgrad', order: 'fixed', rescale: false } }],
  [
    'the alternating schedule',
    { training: { ...experimentWith({ epochs: 2 }).training, schedule: 'alternating' } },
  ],
];

describe.each(ways)('by %s', (_, changes) => {
  it.each(Object.entries(everyArchitecture))(
    '%s trains all its weights, compiled as operation by operation',
    async (_name, model) => {
      const fast = await train(model, compiled, changes);
      const slow = await train(model, reference, changes);
      expect(fast.losses).toHaveLength(20);
      fast.losses.forEach((loss, index) => {
        expect(Math.abs(loss / slow.losses[index]! - 1)).toBeLessThan(1e-4);
      });
      expect(fast.still).toEqual([]);
    },
  );
});
