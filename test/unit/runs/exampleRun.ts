import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { StepEvent } from '../../../src/shared/events';
import type { RunInfo } from '../../../src/shared/run';

/** A new folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mtl-lab-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function exampleRun(changes: Partial<RunInfo> = {}): RunInfo {
  return {
    format: 1,
    id: 'adult-20260101-120000-00ff',
    status: 'running',
    experimentFile: '/data/adult.mtl.json',
    experiment: {
      name: 'adult',
      data: {
        train: 'train.csv',
        split: { validation: 0.15, test: 0.15, seed: 7 },
        ignore: [],
        missing: ['', 'NA', 'NaN'],
      },
      tasks: { income: { type: 'binary', target: 'income_50k', metrics: ['auc'] } },
      model: { architecture: 'hard-sharing', shared: [], heads: {} },
      balancing: { method: 'equal' },
      relations: { every: 0, affinity: false },
      compare: { singleTask: false },
      training: {
        schedule: 'joint',
        epochs: 3,
        batchSize: 256,
        seed: 42,
        shuffle: true,
        optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0, weightDecay: 0 },
        learningRateSchedule: { type: 'constant' },
        monitor: 'loss',
      },
    },
    backend: { name: 'cpu', version: '4.22.0', compiled: false, threads: 1 },
    seed: 42,
    rows: { train: 70, validation: 15, test: 15 },
    versions: {},
    pid: process.pid,
    start: '2026-01-01T12:00:00.000Z',
    warnings: [],
    ...changes,
  };
}

export function step(number: number, loss = 1 / number): StepEvent {
  return { type: 'step', step: number, epoch: 0, loss: { income: loss }, weight: { income: 1 } };
}
