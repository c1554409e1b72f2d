import type { EpochEvent, MetricValues } from '../../../src/shared/events';
import type { RunInfo } from '../../../src/shared/run';
import type { RunRecord } from '../../../src/extension/training/runRecord';
import { exampleRun } from '../runs/exampleRun';

const { experiment } = exampleRun();

/** A run with a binary and a regression task, 3 epochs long. */
export function exampleRecord(changes: Partial<RunInfo> = {}, directory = '/data/run'): RunRecord {
  const run = exampleRun({
    experiment: {
      ...experiment,
      tasks: {
        income: { type: 'binary', target: 'income_50k', metrics: ['auc', 'accuracy'] },
        body_mass: {
          type: 'regression',
          target: 'body_mass_g',
          loss: 'mse',
          scale: 'standard',
          metrics: ['rmse', 'r2'],
        },
      },
    },
    ...changes,
  });
  const model = { nodes: [], edges: [], parameters: { total: 0, shared: 0, tasks: {} } };
  return { directory, run, model, events: [] };
}

export function epoch(number: number, income: MetricValues, mass: MetricValues): EpochEvent {
  const values = { income, body_mass: mass };
  return {
    type: 'epoch',
    epoch: number,
    train: values,
    validation: values,
    learningRate: 0.1,
    seconds: 1,
  };
}
