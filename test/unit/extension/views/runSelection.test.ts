import { expect, test } from 'vitest';
import type { ListedRun } from '../../../../src/extension/runFolders';
import {
  filterText,
  noFilter,
  ordersOf,
  orderText,
  selectRuns,
  type RunFilter,
  type RunOrder,
} from '../../../../src/extension/views/runSelection';
import type { RunNotes } from '../../../../src/shared/runNotes';
import type { RunStatus } from '../../../../src/shared/run';
import { exampleRecord } from '../exampleRecord';

function listed(
  id: string,
  { status = 'completed', auc, rmse = 1, ...notes }: Options = {},
): ListedRun {
  const best = { income: { auc: auc ?? Number.NaN }, body_mass: { rmse } };
  const summary = { epochs: 1, steps: 1, seconds: 1, ...(auc !== undefined && { best }) };
  const { run, directory } = exampleRecord({ id, status, summary });
  return { directory, run, notes };
}
type Options = RunNotes & { status?: RunStatus; auc?: number; rmse?: number };

const runs = [
  listed('newest', { auc: 0.8, rmse: 300 }),
  listed('failed', { status: 'failed' }),
  listed('tagged', { auc: 0.9, rmse: 500, tags: ['paper'], label: 'Zulu' }),
  listed('pinned', { auc: 0.7, rmse: 100, pinned: true, note: 'The one to beat' }),
];
const newest: RunOrder = { by: 'newest' };

function ids(filter: Partial<RunFilter>, order = newest): string[] {
  return selectRuns(runs, { ...noFilter, ...filter }, order).map(({ run }) => run.id);
}

test('pinned runs come first, the others newest first', () => {
  expect(ids({})).toEqual(['pinned', 'newest', 'failed', 'tagged']);
});

test('a run is listed when it has one value of each facet and the text', () => {
  expect(ids({ values: { status: ['failed', 'stopped'] } })).toEqual(['failed']);
  expect(ids({ values: { status: ['completed'], tag: ['paper'] } })).toEqual(['tagged']);
  expect(ids({ values: { method: ['pcgrad'] } })).toEqual([]);
  expect(ids({ values: { method: ['equal'], experiment: ['adult'] } })).toHaveLength(4);
  expect(ids({ text: 'TO BEAT' })).toEqual(['pinned']);
  expect(ids({ text: 'zulu' })).toEqual(['tagged']);
  expect(ids({ text: 'new' })).toEqual(['newest']);
});

test('the best value of a metric comes first, whichever way is better; none comes last', () => {
  const by = (task: string, metric: string): RunOrder => ({ by: 'metric', task, metric });
  expect(ids({}, by('income', 'auc'))).toEqual(['pinned', 'tagged', 'newest', 'failed']);
  expect(ids({}, by('body_mass', 'rmse'))).toEqual(['pinned', 'newest', 'tagged', 'failed']);
  expect(ids({}, { by: 'name' })).toEqual(['pinned', 'newest', 'failed', 'tagged']);
});

test('the orders are those that the runs have metrics for', () => {
  expect(ordersOf(runs).map(orderText)).toEqual([
    'Newest first',
    'By name',
    'Best AUC of income first',
    'Best accuracy of income first',
    'Best RMSE of body_mass first',
    'Best R² of body_mass first',
  ]);
});

test('what is filtered is said; nothing when all are listed', () => {
  expect(filterText(noFilter, 4, 4)).toBe('');
  expect(filterText({ values: { status: ['failed', 'stopped'] }, text: 'rate' }, 1, 4)).toBe(
    '1 of 4 runs: status failed or stopped, "rate"',
  );
});
