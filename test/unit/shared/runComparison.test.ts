import { describe, expect, test } from 'vitest';
import type { MetricValues, PerTask } from '../../../src/shared/events';
import type { BalancingSpec } from '../../../src/shared/experiment';
import type { RunInfo, RunSummary } from '../../../src/shared/run';
import { compareRuns } from '../../../src/shared/runComparison';
import { groupRuns } from '../../../src/shared/runGroups';
import { exampleRun } from '../runs/exampleRun';

const equal: BalancingSpec = { method: 'equal' };
const fixed: BalancingSpec = { method: 'fixed', weights: { income: 2, price: 1 } };

function runOf(
  balancing: BalancingSpec,
  seed: number,
  test: PerTask<MetricValues>,
  more: Partial<RunSummary> = {},
): RunInfo {
  const { experiment } = exampleRun();
  return exampleRun({
    id: `${balancing.method}-${seed}`,
    status: 'completed',
    seed,
    experiment: { ...experiment, balancing, training: { ...experiment.training, seed } },
    summary: { epochs: 3, steps: 12, seconds: seed, parameters: 100, best: test, test, ...more },
  });
}

const metrics = (auc: number, rmse: number): PerTask<MetricValues> => ({
  income: { loss: 9, auc },
  price: { loss: 9, rmse },
});

/** Means: equal 0.8 and 10, fixed 0.9 and 12. */
const four = [
  runOf(equal, 1, metrics(0.7, 9)),
  runOf(fixed, 1, metrics(0.88, 12)),
  runOf(equal, 2, metrics(0.9, 11)),
  runOf(fixed, 2, metrics(0.92, 12)),
];

describe('groups', () => {
  test('runs of an own model whose code has changed are apart', () => {
    const run = runOf(equal, 1, metrics(0.7, 9));
    const of = (moduleHash: string, id: string): RunInfo => ({ ...run, id, moduleHash });
    const groups = groupRuns([of('1a', 'one'), of('2b', 'two'), of('1a', 'three')]);
    expect(groups.map(({ runs }) => runs.map(({ id }) => id))).toEqual([['one', 'three'], ['two']]);
    expect(groups.map(({ name }) => name)).toEqual([
      'model.module (code)=1a',
      'model.module (code)=2b',
    ]);
  });

  test('runs of the same settings in another folder, and so on other data, are apart', () => {
    const moved = four.map((run) => ({ ...run, experimentFile: '/new/adult.mtl.json' }));
    const names = (runs: readonly RunInfo[]): readonly string[] =>
      groupRuns(runs).map(({ name }) => name);
    expect(names([four[0]!, moved[2]!])).toEqual(['data (folder)=/data', 'data (folder)=/new']);
    expect(names([four[0]!, moved[1]!, moved[3]!])).toEqual([
      'balancing.method=equal',
      'balancing.method=fixed',
    ]);
  });

  test('runs that differ only by seed are one group, named by what differs in all groups', () => {
    const groups = groupRuns(four);
    expect(groups.map(({ name, runs }) => [name, runs.map(({ id }) => id)])).toEqual([
      ['balancing.method=equal', ['equal-1', 'equal-2']],
      ['balancing.method=fixed', ['fixed-1', 'fixed-2']],
    ]);
    expect(groups[1]?.settings).toEqual({ 'balancing.method': 'fixed' });
  });

  test('settings that only some have name a group where nothing else does', () => {
    const other: BalancingSpec = { method: 'fixed', weights: { income: 3, price: 1 } };
    const names = groupRuns([four[0]!, four[1]!, runOf(other, 1, metrics(1, 1))]).map(
      ({ name }) => name,
    );
    expect(names).toEqual([
      'balancing.method=equal',
      'balancing.method=fixed, balancing.weights.income=2, balancing.weights.price=1',
      'balancing.method=fixed, balancing.weights.income=3, balancing.weights.price=1',
    ]);
  });

  test('the order of keys does not matter, and a single group has the name of its experiment', () => {
    const turned: BalancingSpec = { weights: { price: 1, income: 2 }, method: 'fixed' };
    const groups = groupRuns([four[1]!, runOf(turned, 3, metrics(1, 1))]);
    expect(groups.map(({ name, runs }) => [name, runs.length])).toEqual([['adult', 2]]);
  });
});

test('a group has the mean and the sample deviation of its runs', () => {
  const { groups, part } = compareRuns(four, {});
  expect(part).toBe('test');
  const [first, second] = groups;
  // (0.7, 0.9): deviation 0.1 * sqrt(2); (9, 11): sqrt(2); seconds (1, 2): sqrt(0.5).
  expect(first?.metrics['income']?.['auc']?.mean).toBeCloseTo(0.8, 12);
  expect(first?.metrics['income']?.['auc']?.deviation).toBeCloseTo(0.1 * Math.SQRT2, 12);
  expect(first?.metrics['price']?.['rmse']).toEqual({ n: 2, mean: 10, deviation: Math.SQRT2 });
  expect(first?.seconds).toEqual({ n: 2, mean: 1.5, deviation: Math.SQRT1_2 });
  expect(second?.metrics['price']?.['rmse']).toEqual({ n: 2, mean: 12, deviation: 0 });
  expect(second?.parameters.mean).toBe(100);
  expect(first?.metrics['income']).not.toHaveProperty('loss');
});

test('a single run has no deviation', () => {
  const { groups } = compareRuns(four.slice(0, 2), {});
  expect(groups[0]?.metrics['income']?.['auc']).toEqual({ n: 1, mean: 0.7, deviation: NaN });
});

test('without a name the group with equal weights is the baseline', () => {
  const { baseline, groups } = compareRuns(four.toReversed(), {});
  expect(baseline).toBe('balancing.method=equal');
  // AUC 0.8 -> 0.9 is 12.5 % better, RMSE 10 -> 12 is 20 % worse.
  const [better] = groups;
  expect(better?.deltaM.mean).toBeCloseTo(-(12.5 - 20) / 2, 10);
  expect(better?.deltaP.mean).toBeCloseTo((0.125 - 0.2) / 2, 12);
  expect([groups[1]?.deltaM.mean, groups[1]?.deltaP.mean]).toEqual([0, 0]);
});

test.each(['balancing.method=fixed', 'fixed', 'fixed-2'])('the baseline can be %s', (baseline) => {
  expect(compareRuns(four, { baseline }).baseline).toBe('balancing.method=fixed');
});

test('ranks are by the direction of each metric, and equal groups share the better one', () => {
  const ranks = (...runs: RunInfo[]) => compareRuns(runs, {}).groups.map(({ rank }) => rank);
  expect(ranks(...four)).toEqual([1.5, 1.5]);
  const tied: BalancingSpec = { method: 'fixed', weights: { income: 1, price: 1 } };
  expect(
    ranks(
      runOf(equal, 1, metrics(0.7, 5)),
      runOf(fixed, 1, metrics(0.9, 5)),
      runOf(tied, 1, metrics(NaN, 6)),
    ),
  ).toEqual([(2 + 1) / 2, 1, 3]);
});

test('the validation part counts where a run has no test part', () => {
  const best = metrics(0.7, 9);
  const untested = { ...four[0]!, summary: { epochs: 3, steps: 12, seconds: 1, best } };
  const { part } = compareRuns([untested, four[1]!], {});
  expect(part).toBe('validation');
});

test('metrics are chosen by name, of all tasks or of one', () => {
  const chosen = (...names: string[]) => compareRuns(four, { metrics: names }).metrics;
  expect(chosen('auc')).toEqual([{ task: 'income', metric: 'auc' }]);
  expect(chosen('loss', 'price.rmse').map(({ task, metric }) => `${task}.${metric}`)).toEqual([
    'income.loss',
    'price.loss',
    'price.rmse',
  ]);
  expect(() => chosen('acu')).toThrow("no metric 'acu'");
});

test('one model a task, where every run has trained them, is the baseline', () => {
  const comparison = {
    part: 'test',
    tasks: {
      income: { multi: { auc: 0.7 }, single: { auc: 0.5 }, improvement: { auc: 0.4 } },
      price: { multi: { rmse: 9 }, single: { rmse: 10 }, improvement: { rmse: 0.1 } },
    },
    deltaP: 0.25,
    deltaM: -25,
    seconds: { multi: 1, single: 4 },
    parameters: { multi: 100, single: 150 },
  } as const;
  const compared = four.map((run) => ({ ...run, summary: { ...run.summary!, comparison } }));
  const { baseline, singleTask, groups } = compareRuns(compared, {});
  expect(baseline).toBe('single-task');
  expect(singleTask).toMatchObject({
    metrics: { income: { auc: { n: 4, mean: 0.5, deviation: 0 } } },
    seconds: { mean: 4 },
    parameters: { mean: 150 },
  });
  // AUC 0.7 and 0.9 to 0.5: 40 % and 80 %; RMSE 9 and 11 to 10: 10 % and -10 %.
  expect(groups[0]?.deltaM.mean).toBeCloseTo(-30, 10);
  expect(groups[0]?.deltaM.deviation).toBeCloseTo(Math.sqrt(2) * 5, 10);
  expect(() => compareRuns(four, { baseline: 'single-task' })).toThrow('single-task');
  expect(compareRuns(compared, { metrics: ['auc'] }).groups[0]?.deltaP.mean).toBeCloseTo(0.6, 12);
});
