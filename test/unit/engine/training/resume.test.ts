import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../src/engine/backend/program';
import type { TrainingEvent } from '../../../../src/shared/events';
import type { BalancingSpec, Experiment } from '../../../../src/shared/experiment';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { experimentWith, loadedData, record, syntheticDataset, syntheticTasks } from '../support';

const withoutTime = (events: readonly TrainingEvent[]) =>
  events.map((event) => ({ ...event, seconds: 0 }));

/** The settings of a method as the experiment file gives them, defaults filled in. */
function balancing(spec: object): BalancingSpec {
  const text = JSON.stringify({
    data: { train: 'train.csv' },
    tasks: {
      value: { type: 'regression', target: 'a' },
      sign: { type: 'binary', target: 'b' },
    },
    balancing: spec,
  });
  return parseExperiment(text, '/x.mtl.json').balancing;
}

const methods = [
  'uncertainty',
  'dwa',
  'rlw',
  'famo',
  'stch',
  'gradnorm',
  'imtl',
  'excess-mtl',
  'pcgrad',
  'gradvac',
  'graddrop',
  'nash-mtl',
  'db-mtl',
  'moco',
  'modo',
  'sdmgrad',
].map((method) => ({ method }));

const cases: [string, Partial<Experiment>][] = [
  ...methods.map((spec): [string, Partial<Experiment>] => [
    spec.method,
    { balancing: balancing(spec) },
  ]),
  [
    'graddrop by the representation',
    { balancing: balancing({ method: 'graddrop', gradients: 'representation' }) },
  ],
  ['the alternating schedule', { training: experimentWith({ schedule: 'alternating' }).training }],
  ['recorded relations', { relations: { every: 3, affinity: true } }],
];

describe('a run that was stopped', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend('onnxruntime', 1, 1e6);
  });
  afterAll(() => backend.dispose());

  it.each(cases)('goes on as if it had not been: %s', async (_, changes) => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(150, 5, 1), {
      validation: syntheticDataset(50, 5, 2),
    });
    const base = experimentWith({}, 0.3);
    const experiment = {
      ...base,
      ...changes,
      training: { ...(changes.training ?? base.training), epochs: 3 },
    };
    const whole = await record({ experiment, data, backend });
    for (const stopAfter of [2, 7]) {
      const first = await record({ experiment, data, backend }, stopAfter);
      expect(first.result.status).toBe('stopped');
      const saved = first.checkpoints.at(-1)!;
      const position = JSON.parse(JSON.stringify(saved.position)) as typeof saved.position;
      const second = await record({ experiment, data, backend, resume: { ...saved, position } });
      expect(withoutTime([...first.events, ...second.events])).toEqual(withoutTime(whole.events));
      expect(second.checkpoints.at(-1)?.tensors).toEqual(whole.checkpoints.at(-1)?.tensors);
    }
  });
});
