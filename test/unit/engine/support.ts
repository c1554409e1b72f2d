import type { Backend } from '../../../src/engine/backend/program';
import type { Dataset, LoadedData } from '../../../src/engine/data/dataset';
import { train, type TrainingInput, type TrainingResult } from '../../../src/engine/train';
import type { EncodedTask } from '../../../src/shared/encoding';
import type { TrainingEvent } from '../../../src/shared/events';
import type { Experiment, TaskSpec, TrainingSpec } from '../../../src/shared/experiment';
import type { Predictions } from '../../../src/shared/predictions';
import { Random } from '../../../src/shared/random';
import type { Checkpoint, NamedTensor } from '../../../src/shared/weights';

/** A task as the data loader would encode it, without scaling. */
export function encodedTask(name: string, spec: TaskSpec, outputs = 1): EncodedTask {
  return { name, spec, outputs, scale: 1, shift: 0 };
}

export const regression: TaskSpec = {
  type: 'regression',
  target: 'y',
  loss: 'mse',
  scale: 'none',
  metrics: ['rmse'],
};
export const binary: TaskSpec = { type: 'binary', target: 'y', metrics: ['auc', 'accuracy'] };

/** Loaded data from plain arrays; every part holds the same columns by default. */
export function loadedData(
  tasks: readonly EncodedTask[],
  width: number,
  train: Dataset,
  rest: Partial<Pick<LoadedData, 'validation' | 'test'>> = {},
): LoadedData {
  const encoding = { type: 'number', shift: 0, scale: 1, missing: 0 } as const;
  const features = Array.from({ length: width }, (_, index) => ({
    name: `x${index}`,
    offset: index,
    width: 1,
    encoding,
  }));
  const none = { ...train, rows: 0 };
  return {
    encoding: { width, tasks, features },
    train,
    validation: none,
    test: none,
    warnings: [],
    ...rest,
  };
}

/** Two related tasks on random features: a linear value, and the sign of a similar one. */
export function syntheticDataset(rows: number, width: number, seed: number): Dataset {
  const random = new Random(seed);
  const features = Float32Array.from({ length: rows * width }, () => 2 * random.uniform() - 1);
  const slope = Array.from({ length: width }, (_, index) => Math.cos(index));
  const value = Float32Array.from({ length: rows }, (_, row) =>
    slope.reduce((sum, a, column) => sum + a * (features[row * width + column] ?? 0), 0),
  );
  const sign = value.map((y) => (y + 0.3 * (random.uniform() - 0.5) > 0 ? 1 : 0));
  return { rows, features, targets: { value: { values: value }, sign: { values: sign } } };
}

export const syntheticTasks = [encodedTask('value', regression), encodedTask('sign', binary)];

/** An experiment on {@link syntheticTasks}. */
export function experimentWith(training: Partial<TrainingSpec>, dropout = 0): Experiment {
  const head = [{ dense: 4, activation: 'tanh', l2: 0 }] as const;
  return {
    name: 'synthetic',
    data: {
      train: 'train.csv',
      split: { validation: 0.15, test: 0.15, seed: 7 },
      ignore: [],
      missing: [''],
    },
    tasks: { value: regression, sign: binary },
    model: {
      architecture: 'hard-sharing',
      shared: [{ dense: 8, activation: 'relu', l2: 0 }, ...(dropout > 0 ? [{ dropout }] : [])],
      heads: { default: head },
    },
    balancing: { method: 'equal' },
    relations: { every: 0, affinity: false },
    compare: { singleTask: false },
    training: {
      schedule: 'joint',
      epochs: 3,
      batchSize: 32,
      seed: 42,
      shuffle: true,
      optimizer: {
        name: 'adam',
        learningRate: 0.01,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0,
      },
      learningRateSchedule: { type: 'constant' },
      monitor: 'loss',
      ...training,
    },
  };
}

/** Everything a listener was told. */
export interface Recording {
  readonly result: TrainingResult;
  readonly events: readonly TrainingEvent[];
  readonly best: readonly { readonly epoch: number; readonly weights: readonly NamedTensor[] }[];
  readonly checkpoints: readonly Checkpoint[];
  /** `start` included. */
  readonly snapshots: readonly Checkpoint[];
  readonly predictions: readonly Predictions[];
}

/** Trains and records; `stopAfter` aborts once that many steps were reported. */
export async function record(
  input: Pick<TrainingInput, 'experiment' | 'data' | 'initialWeights' | 'resume' | 'module'> & {
    readonly backend: Backend;
  },
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<Recording> {
  const events: TrainingEvent[] = [];
  const best: { epoch: number; weights: readonly NamedTensor[] }[] = [];
  const checkpoints: Checkpoint[] = [];
  const snapshots: Checkpoint[] = [];
  const predictions: Predictions[] = [];
  const stop = new AbortController();
  const result = await train({
    ...input,
    signal: stop.signal,
    listener: {
      started: (_, start) => {
        snapshots.push(start);
        return Promise.resolve();
      },
      events: (batch) => {
        events.push(...batch);
        if (events.filter(({ type }) => type === 'step').length >= stopAfter) stop.abort();
        return Promise.resolve();
      },
      best: (weights, epoch) => {
        best.push({ epoch, weights });
        return Promise.resolve();
      },
      predicted: (each) => {
        predictions.push(each);
        return Promise.resolve();
      },
      checkpoint: (checkpoint) => {
        checkpoints.push(checkpoint);
        return Promise.resolve();
      },
      snapshot: (checkpoint) => void snapshots.push(checkpoint),
    },
  });
  return { result, events, best, checkpoints, snapshots, predictions };
}
