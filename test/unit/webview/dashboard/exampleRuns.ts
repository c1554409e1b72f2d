import type { ListedRun } from '../../../../src/shared/dashboardMessages';
import type { BalancingSpec } from '../../../../src/shared/experiment';
import type { RunInfo } from '../../../../src/shared/run';
import type { RunNotes } from '../../../../src/shared/runNotes';
import { shownRun } from '../support/shownRun';

export interface ExampleRun {
  readonly id: string;
  readonly seed?: number;
  readonly balancing?: BalancingSpec;
  readonly learningRate?: number;
  readonly status?: RunInfo['status'];
  /** AUC of income at the best and at the last epoch. */
  readonly best?: number;
  readonly last?: number;
  readonly notes?: RunNotes;
}

/** A completed run of the Adult sample. */
export function listedRun(options: ExampleRun): ListedRun {
  const { id, seed = 42, balancing, learningRate = 0.001, status = 'completed' } = options;
  const { best = 0.8, last = best, notes = {} } = options;
  const { run } = shownRun();
  const { experiment } = run;
  const { training } = experiment;
  return {
    directory: `/runs/${id}`,
    notes,
    run: {
      ...run,
      id: `adult-20261123-120000-${id}`,
      status,
      seed,
      experiment: {
        ...experiment,
        balancing: balancing ?? experiment.balancing,
        training: { ...training, seed, optimizer: { ...training.optimizer, learningRate } },
      },
      summary: {
        epochs: 3,
        steps: 30,
        seconds: 2,
        best: { income: { auc: best, loss: 0.4 }, married: { auc: 0.9, loss: 0.3 } },
      },
    },
    last: { income: { auc: last, loss: 0.5 }, married: { auc: 0.88, loss: 0.4 } },
  };
}

export const fixed: BalancingSpec = { method: 'fixed', weights: { income: 3, married: 1 } };

/** Two methods: `equal` with seeds 1 and 2, `fixed` with one. */
export const threeRuns: readonly ListedRun[] = [
  listedRun({ id: 'cccc', balancing: fixed, best: 0.9 }),
  listedRun({ id: 'bbbb', seed: 2, best: 0.82, last: 0.81 }),
  listedRun({ id: 'aaaa', seed: 1, best: 0.78, last: 0.77 }),
];
