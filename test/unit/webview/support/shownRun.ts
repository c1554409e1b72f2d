import type { TrainingEvent } from '../../../../src/shared/events';
import type { Experiment, TaskSpec } from '../../../../src/shared/experiment';
import type { ShownRun } from '../../../../src/shared/messages';
import type { ModelGraph, RowCounts, RunInfo } from '../../../../src/shared/run';

export interface ShownRunOptions {
  readonly tasks?: Readonly<Record<string, TaskSpec>>;
  readonly rows?: RowCounts;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly events?: readonly TrainingEvent[];
  /** What `run.json` says differently. */
  readonly run?: Partial<RunInfo>;
}

export const adultTasks = {
  income: { type: 'binary', target: 'income_50k', metrics: ['auc', 'accuracy'] },
  married: { type: 'binary', target: 'never_married', metrics: ['auc'] },
} as const;

/** A run of the Adult sample as the editor sends it. */
export function shownRun(options: ShownRunOptions = {}): ShownRun {
  const { tasks = adultTasks, events = [], epochs = 20, batchSize = 32 } = options;
  const { rows = { train: 2800, validation: 600, test: 600 } } = options;
  return {
    run: {
      format: 1,
      id: 'adult-20261123-120000-1a2b',
      status: 'running',
      experimentFile: '/samples/adult/adult.mtl.json',
      experiment: experiment(tasks, epochs, batchSize),
      backend: { name: 'onnxruntime', version: '1.30.0', compiled: true, threads: 1 },
      seed: 42,
      rows,
      versions: {},
      pid: 1,
      start: '2026-11-23T12:00:00Z',
      warnings: [],
      ...options.run,
    },
    model: modelGraph(Object.keys(tasks)),
    events,
  };
}

function experiment(tasks: Experiment['tasks'], epochs: number, batchSize: number): Experiment {
  return {
    name: 'adult',
    data: {
      train: 'train.csv',
      split: { validation: 0.15, test: 0.15, seed: 7 },
      ignore: [],
      missing: [''],
    },
    tasks,
    model: { architecture: 'hard-sharing', shared: [], heads: {} },
    balancing: { method: 'equal' },
    relations: { every: 0, affinity: false },
    compare: { singleTask: false },
    training: {
      schedule: 'joint',
      epochs,
      batchSize,
      seed: 42,
      shuffle: true,
      optimizer: {
        name: 'adam',
        learningRate: 0.001,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0,
      },
      learningRateSchedule: { type: 'constant' },
      monitor: 'loss',
    },
  };
}

/** 104 inputs, `dense 64`, dropout, then `dense 32` and an output for each task. */
export function modelGraph(tasks: readonly string[]): ModelGraph {
  const heads = tasks.map((task) => ({
    nodes: [
      {
        id: `tasks/${task}/dense0`,
        kind: 'dense',
        label: 'dense 32 · relu',
        shape: [32],
        parameters: 2080,
        task,
      },
      {
        id: `tasks/${task}/output`,
        kind: 'output',
        label: 'output 1',
        shape: [1],
        parameters: 33,
        task,
      },
    ] as const,
    edges: [
      { from: 'shared/dropout0', to: `tasks/${task}/dense0` },
      { from: `tasks/${task}/dense0`, to: `tasks/${task}/output` },
    ],
  }));
  return {
    nodes: [
      { id: 'input', kind: 'input', label: '13 features', shape: [104], parameters: 0 },
      {
        id: 'shared/dense0',
        kind: 'dense',
        label: 'dense 64 · relu',
        shape: [64],
        parameters: 6720,
      },
      { id: 'shared/dropout0', kind: 'dropout', label: 'dropout 0.1', shape: [64], parameters: 0 },
      ...heads.flatMap(({ nodes }) => nodes),
    ],
    edges: [
      { from: 'input', to: 'shared/dense0' },
      { from: 'shared/dense0', to: 'shared/dropout0' },
      ...heads.flatMap(({ edges }) => edges),
    ],
    parameters: {
      total: 6720 + 2113 * tasks.length,
      shared: 6720,
      tasks: Object.fromEntries(tasks.map((task) => [task, 2113])),
    },
  };
}
