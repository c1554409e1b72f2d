import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../src/engine/backend/openBackend';
import { whereTfjsNodeIs } from '../../support/tfjsNode';
import type { Backend } from '../../../src/engine/backend/program';
import type { EpochEvent, StepEvent, TrainingEvent } from '../../../src/shared/events';
import type { OptimizerSpec } from '../../../src/shared/experiment';
import type { Activation } from '../../../src/shared/modelSpec';
import {
  encodedTask,
  experimentWith,
  loadedData,
  record,
  syntheticDataset,
  syntheticTasks,
} from './support';

const steps = (events: readonly TrainingEvent[]) =>
  events.filter((event): event is StepEvent => event.type === 'step');
const epochs = (events: readonly TrainingEvent[]) =>
  events.filter((event): event is EpochEvent => event.type === 'epoch');
const withoutTime = (events: readonly TrainingEvent[]) =>
  events.map((event) => ({ ...event, seconds: 0 }));

describe.each(['onnxruntime', 'tfjs-node', 'cpu'] as const)('train on %s', (choice) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await whereTfjsNodeIs(() => openBackend(choice, 1, 1e6));
  });
  afterAll(() => backend.dispose());

  it('trains every row of an epoch, the last smaller batch too', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(100, 5, 1));
    const { events, result } = await record({
      experiment: experimentWith({ epochs: 2 }),
      data,
      backend,
    });
    expect(steps(events).map(({ step, epoch }) => [step, epoch])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
      [5, 1],
      [6, 1],
      [7, 1],
      [8, 1],
    ]);
    // The epoch's loss is the mean over its rows: batches of 32, 32, 32 and 4.
    const [first] = epochs(events);
    const losses = steps(events).map(({ loss }) => loss['value'] ?? NaN);
    const mean =
      ((losses[0] ?? NaN) * 32 +
        (losses[1] ?? NaN) * 32 +
        (losses[2] ?? NaN) * 32 +
        (losses[3] ?? NaN) * 4) /
      100;
    expect(first?.train['value']?.['loss']).toBeCloseTo(mean, 10);
    // Without dropout and scaling the training RMSE is the root of that mean.
    expect(first?.train['value']?.['rmse']).toBeCloseTo(Math.sqrt(mean), 5);
    expect(result).toMatchObject({ status: 'completed', epochs: 2, steps: 8 });
  });

  it('learns both tasks and reports the best epoch on the test part', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(600, 5, 1), {
      validation: syntheticDataset(200, 5, 2),
      test: syntheticDataset(1500, 5, 3),
    });
    const { events, result, best } = await record({
      experiment: experimentWith({ epochs: 25 }),
      data,
      backend,
    });
    expect(result.test?.['sign']?.['auc']).toBeGreaterThan(0.97);
    expect(result.test?.['value']?.['rmse']).toBeLessThan(0.2);
    const sums = epochs(events).map(
      ({ validation }) =>
        (validation?.['value']?.['loss'] ?? NaN) + (validation?.['sign']?.['loss'] ?? NaN),
    );
    expect(result.bestEpoch).toBe(sums.indexOf(Math.min(...sums)));
    expect(best.at(-1)?.epoch).toBe(result.bestEpoch);
    expect(best.at(-1)?.weights.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['shared/dense0/kernel', 5, 8],
      ['shared/dense0/bias', 8],
      ['tasks/value/dense0/kernel', 8, 4],
      ['tasks/value/dense0/bias', 4],
      ['tasks/value/output/kernel', 4, 1],
      ['tasks/value/output/bias', 1],
      ['tasks/sign/dense0/kernel', 8, 4],
      ['tasks/sign/dense0/bias', 4],
      ['tasks/sign/output/kernel', 4, 1],
      ['tasks/sign/output/bias', 1],
    ]);
  });

  it('does not learn from a missing label', async () => {
    const dataset = syntheticDataset(64, 5, 1);
    const mask = Float32Array.from({ length: 64 }, (_, row) => (row % 4 === 0 ? 0 : 1));
    const withLabels = (missing: number) => ({
      ...dataset,
      targets: {
        ...dataset.targets,
        value: {
          values: (dataset.targets['value']?.values ?? mask).map((value, row) =>
            mask[row] === 0 ? missing : value,
          ),
          mask,
        },
      },
    });
    const experiment = experimentWith({ epochs: 2, shuffle: false });
    const [one, other] = [
      await record({ experiment, backend, data: loadedData(syntheticTasks, 5, withLabels(0)) }),
      await record({ experiment, backend, data: loadedData(syntheticTasks, 5, withLabels(9)) }),
    ];
    expect(withoutTime(one.events)).toEqual(withoutTime(other.events));
  });

  it('has no loss for a task in a batch without its labels', async () => {
    const dataset = syntheticDataset(64, 5, 1);
    const mask = Float32Array.from({ length: 64 }, (_, row) => (row < 32 ? 0 : 1));
    const value = { ...(dataset.targets['value'] ?? { values: mask }), mask };
    const data = loadedData(syntheticTasks, 5, {
      ...dataset,
      targets: { ...dataset.targets, value },
    });
    const { events } = await record({
      experiment: experimentWith({ epochs: 1, shuffle: false }),
      data,
      backend,
    });
    expect(steps(events).map(({ loss }) => Number.isNaN(loss['value']))).toEqual([true, false]);
    expect(epochs(events)[0]?.train['value']?.['loss']).toBe(steps(events)[1]?.loss['value']);
  });

  it('goes on after a stop as if it had not stopped, dropout and all', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(150, 5, 1), {
      validation: syntheticDataset(50, 5, 2),
    });
    const experiment = experimentWith({ epochs: 4 }, 0.3);
    const whole = await record({ experiment, data, backend });
    for (const stopAfter of [2, 5, 8]) {
      const first = await record({ experiment, data, backend }, stopAfter);
      expect(first.result.status).toBe('stopped');
      const saved = first.checkpoints.at(-1);
      if (!saved) throw new Error('no checkpoint');
      const resume = { ...saved, position: JSON.parse(JSON.stringify(saved.position)) as object };
      const second = await record({
        experiment,
        data,
        backend,
        resume: resume as typeof saved,
      });
      expect(withoutTime([...first.events, ...second.events])).toEqual(withoutTime(whole.events));
      expect(second.checkpoints.at(-1)?.tensors).toEqual(whole.checkpoints.at(-1)?.tensors);
      expect({ ...second.result, seconds: 0 }).toEqual({ ...whole.result, seconds: 0 });
    }
  });

  it('goes on from any snapshot as if it had not been cut off', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(320, 5, 1), {
      validation: syntheticDataset(3000, 5, 2),
    });
    const experiment = experimentWith({ epochs: 3 }, 0.2);
    const whole = await record({ experiment, data, backend });
    expect(whole.snapshots.length).toBeGreaterThan(1);
    for (const resume of whole.snapshots) {
      const rest = await record({ experiment, data, backend, resume });
      const isToCome = (event: TrainingEvent): boolean =>
        event.type === 'step'
          ? event.step > resume.steps
          : event.type !== 'epoch' || event.epoch >= Number(resume.position['epoch']);
      expect(withoutTime(rest.events)).toEqual(withoutTime(whole.events.filter(isToCome)));
      expect(rest.checkpoints.at(-1)?.tensors).toEqual(whole.checkpoints.at(-1)?.tensors);
    }
  });

  it('drops other units at every step, and none in validation', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(32, 5, 1), {
      validation: syntheticDataset(32, 5, 1),
    });
    const still = { name: 'sgd', learningRate: 0, momentum: 0, weightDecay: 0 } as const;
    const experiment = experimentWith({ epochs: 4, optimizer: still, shuffle: false }, 0.5);
    const { events } = await record({ experiment, data, backend });
    const trained = new Set(steps(events).map(({ loss }) => loss['value']));
    const validated = new Set(epochs(events).map((e) => e.validation?.['value']?.['loss']));
    expect(trained.size).toBe(4);
    expect(validated.size).toBe(1);
  });

  it('ends at the step and task whose loss is not finite, with the events up to there', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(320, 5, 1));
    const wild = { name: 'sgd', learningRate: 1e30, momentum: 0, weightDecay: 0 } as const;
    const run = record({ experiment: experimentWith({ optimizer: wild }), data, backend });
    await expect(run).rejects.toMatchObject({
      report: {
        kind: 'training',
        code: 'loss-not-finite',
        message: expect.stringMatching(/task 'value' became (NaN|Infinity) at step 2\b/) as string,
        hint: expect.stringContaining('learningRate') as string,
      },
    });
  });

  it('stops early and keeps the best weights', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(64, 5, 1), {
      validation: syntheticDataset(64, 5, 2),
      test: syntheticDataset(64, 5, 2),
    });
    const still = { name: 'sgd', learningRate: 1e-12, momentum: 0, weightDecay: 0 } as const;
    const earlyStopping = { patience: 2, minDelta: 0.01 };
    const experiment = experimentWith({ epochs: 50, optimizer: still, earlyStopping });
    const { result, events } = await record({ experiment, data, backend });
    expect(result).toMatchObject({ status: 'completed', epochs: 3, bestEpoch: 0 });
    expect(result.test).toEqual(epochs(events)[0]?.validation);
  });

  it('adds L2 to the objective, not to the reported losses', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(64, 5, 1));
    const sgd = { name: 'sgd', learningRate: 0.1, momentum: 0, weightDecay: 0 } as const;
    const plain = experimentWith({ epochs: 1, batchSize: 64, optimizer: sgd });
    const l2 = 0.01;
    const penalised = {
      ...plain,
      model: { ...plain.model, shared: [{ dense: 8, activation: 'relu', l2 } as const] },
    };
    const [without, withL2] = [
      await record({ experiment: plain, data, backend }),
      await record({ experiment: penalised, data, backend }),
    ];
    expect(steps(withL2.events)[0]?.loss).toEqual(steps(without.events)[0]?.loss);
    const kernel = (run: typeof without) =>
      run.checkpoints[0]?.tensors.find(({ name }) => name === 'weights/shared/dense0/kernel')
        ?.values ?? new Float32Array();
    const initial = await record({
      experiment: {
        ...plain,
        training: { ...plain.training, optimizer: { ...sgd, learningRate: 0 } },
      },
      data,
      backend,
    });
    kernel(withL2).forEach((value, index) => {
      const start = kernel(initial)[index] ?? NaN;
      expect(value).toBeCloseTo((kernel(without)[index] ?? NaN) - 0.1 * 2 * l2 * start, 6);
    });
  });

  it('weighs losses as given: a task of weight 0 trains nothing', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(64, 5, 1));
    const plain = experimentWith({ epochs: 2 });
    const balancing = { method: 'fixed', weights: { value: 0.5, sign: 0 } } as const;
    const { events, checkpoints } = await record({
      experiment: { ...plain, balancing },
      data,
      backend,
    });
    expect(steps(events).map(({ weight }) => weight)).toEqual(
      steps(events).map(() => ({ value: 0.5, sign: 0 })),
    );
    const head = (checkpoint: number) =>
      checkpoints[checkpoint]?.tensors.filter(({ name }) => name.startsWith('weights/tasks/sign'));
    expect(head(0)).toHaveLength(4);
    expect(head(1)).toEqual(head(0));
  });

  it('follows the learning-rate schedule', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(64, 5, 1));
    const learningRateSchedule = { type: 'step', every: 1, factor: 0 } as const;
    const { events, checkpoints } = await record({
      experiment: experimentWith({ epochs: 3, learningRateSchedule }),
      data,
      backend,
    });
    expect(epochs(events).map(({ learningRate }) => learningRate)).toEqual([0.01, 0, 0]);
    const weights = checkpoints.map(({ tensors }) =>
      tensors.filter(({ name }) => name.startsWith('weights/')),
    );
    expect(weights[1]).toEqual(weights[0]);
  });

  it('lists every difference between the initial weights and the model', async () => {
    const data = loadedData(syntheticTasks, 5, syntheticDataset(64, 5, 1));
    const initialWeights = [
      { name: 'shared/dense0/kernel', shape: [5, 7], values: new Float32Array(35) },
      { name: 'shared/dense9/kernel', shape: [1], values: new Float32Array(1) },
    ];
    const run = record({ experiment: experimentWith({}), data, backend, initialWeights });
    await expect(run).rejects.toThrow(
      /dense0\/kernel is \[5, 7\] in the file; the model has \[5, 8\]/,
    );
    await expect(
      record({ experiment: experimentWith({}), data, backend, initialWeights }),
    ).rejects.toThrow(/dense9\/kernel is not in the model/);
  });
});

const rates = { learningRate: 0.02, weightDecay: 0.01 };
const everyOptimizer: readonly OptimizerSpec[] = [
  { name: 'sgd', momentum: 0.9, ...rates },
  { name: 'rmsprop', alpha: 0.9, momentum: 0.5, epsilon: 1e-6, ...rates },
  { name: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8, ...rates },
];
const everyActivation: readonly Activation[] = [
  'linear',
  'relu',
  'tanh',
  'sigmoid',
  'elu',
  'softplus',
];

describe('compiled and eager training agree after an epoch', () => {
  it.each(everyOptimizer)('by $name, with every activation, dropout and L2', async (optimizer) => {
    const plain = experimentWith({ epochs: 1, batchSize: 16, optimizer });
    const experiment = {
      ...plain,
      model: {
        ...plain.model,
        shared: [
          ...everyActivation.map((activation) => ({ dense: 6, activation, l2: 0.001 })),
          { dropout: 0.2 },
        ],
      },
    };
    // The third task has classes, and the second lacks labels; the last batch has 7 rows.
    const dataset = syntheticDataset(119, 5, 1);
    const classes = dataset.features
      .filter((_, index) => index % 5 === 0)
      .map((x) => (x > 0 ? 2 : 1));
    const mask = classes.map((_, row) => (row % 3 === 0 ? 0 : 1));
    const multiclass = { type: 'multiclass', target: 'y', metrics: ['accuracy', 'f1'] } as const;
    const data = loadedData([...syntheticTasks, encodedTask('class', multiclass, 3)], 5, {
      ...dataset,
      targets: {
        ...dataset.targets,
        sign: { values: dataset.targets['sign']?.values ?? mask, mask },
        class: { values: classes },
      },
    });
    const [compiled, eager] = await Promise.all(
      (['onnxruntime', 'cpu'] as const).map(async (choice) => {
        const backend = await openBackend(choice, 1, 0);
        return record({ experiment, data, backend }).finally(() => backend.dispose());
      }),
    );
    expect(steps(compiled?.events ?? [])).toHaveLength(8);
    const vectors = eager?.checkpoints[0]?.tensors ?? [];
    expect(vectors.length).toBeGreaterThan(40);
    vectors.forEach(({ name, values }, index) => {
      const other = compiled?.checkpoints[0]?.tensors[index];
      expect(other?.name).toBe(name);
      values.forEach((value, at) => {
        const scale = Math.max(1, Math.abs(value));
        expect(Math.abs((other?.values[at] ?? NaN) - value) / scale).toBeLessThan(1e-5);
      });
    });
  });
});
