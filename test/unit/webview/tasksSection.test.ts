// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/shared/comparison';
import type { EpochEvent } from '../../../src/shared/events';
import { RunHistory } from '../../../src/shared/runHistory';
import { createSection } from '../../../webview/section';
import { TasksTable } from '../../../webview/tasksSection';
import { ViewStateStore } from '../../../webview/viewState';
import { shownRun, type ShownRunOptions } from './support/shownRun';

const epoch = (number: number, auc: number, loss: number): EpochEvent => ({
  type: 'epoch',
  epoch: number,
  train: { income: { loss: 0.1, auc: 0.99, accuracy: 0.9 }, married: { loss: 0.1, auc: 0.99 } },
  validation: { income: { loss, auc, accuracy: 0.8 }, married: { loss, auc: Number.NaN } },
  learningRate: 0.001,
  seconds: 1,
});

function bodyOf(options: ShownRunOptions, history: RunHistory, singleTask = false): HTMLElement {
  const state = new ViewStateStore({ readState: () => undefined, saveState: () => undefined });
  const section = createSection('tasks', 'Tasks', state, () => undefined);
  const { run } = shownRun(options);
  const experiment = { ...run.experiment, compare: { singleTask } };
  const table = new TasksTable(section, { ...run, experiment });
  table.update({ ...run, experiment }, history);
  return section.body;
}

const rowsOf = (body: HTMLElement): string[][] =>
  [...body.querySelectorAll('tr')].map((row) =>
    [...row.cells].map((cell) => cell.textContent ?? ''),
  );

function tableOf(options: ShownRunOptions, history: RunHistory): string[][] {
  return rowsOf(bodyOf(options, history));
}

describe('the table of tasks', () => {
  it('shows last, best with its epoch, and test, for every metric of every task', () => {
    const history = new RunHistory(
      ['income', 'married'],
      [epoch(0, 0.893, 0.5), epoch(1, 0.891, 0.4)],
    );
    history.add({ type: 'test', metrics: { income: { auc: 0.88, accuracy: 0.85, loss: 0.45 } } });
    expect(tableOf({}, history)).toEqual([
      ['metric', 'last', 'best', 'epoch', 'test'],
      ['income'],
      ['AUC', '0.891', '0.893', 'e1', '0.880'],
      ['accuracy', '0.800', '0.800', 'e1', '0.850'],
      ['loss', '0.400', '0.400', 'e2', '0.450'],
      ['married'],
      ['AUC', 'NaN', '–', '', '–'],
      ['loss', '0.400', '0.400', 'e2', '–'],
    ]);
  });

  it('has all its rows before there is a value', () => {
    const rows = tableOf({}, new RunHistory(['income', 'married']));
    expect(rows).toHaveLength(8);
    expect(rows[2]).toEqual(['AUC', '–', '–', '', '–']);
  });

  it('has no column for a test part that there is not', () => {
    const rows = tableOf(
      { rows: { train: 2800, validation: 600, test: 0 } },
      new RunHistory(['income', 'married']),
    );
    expect(rows[0]).toEqual(['metric', 'last', 'best', 'epoch']);
  });
});

describe('the comparison with one model a task', () => {
  const tasks = ['income', 'married'];
  const comparison = compare(
    'test',
    {
      metrics: { income: { auc: 0.9, accuracy: 0.8 }, married: { auc: 0.7 } },
      seconds: 2,
      parameters: 9,
    },
    {
      income: { metrics: { auc: 0.8, accuracy: 0.8 }, seconds: 2, parameters: 8 },
      married: { metrics: { auc: 0.8 }, seconds: 2, parameters: 8 },
    },
  );

  it('has its column from the start, and says what trains', () => {
    const history = new RunHistory(tasks, [epoch(0, 0.9, 0.5)]);
    history.add({ type: 'baseline', task: 'income', epoch: 2, metrics: {}, seconds: 1 });
    const body = bodyOf({ epochs: 30 }, history, true);
    expect(rowsOf(body)[0]?.at(-1)).toBe('vs single');
    expect(rowsOf(body)[2]?.at(-1)).toBe('–');
    expect(body.querySelector('.baseline')?.textContent).toBe(
      'Training income alone, epoch 3 / 30',
    );
    expect(body.querySelector<HTMLElement>('.report')?.hidden).toBe(true);
  });

  it('ends with the change of each metric and the report', () => {
    const summary = { epochs: 1, steps: 1, seconds: 6, comparison };
    const body = bodyOf({ run: { status: 'completed', summary } }, new RunHistory(tasks), true);
    expect(rowsOf(body).map((row) => row[5])).toEqual([
      'vs single',
      undefined,
      '+12.5\u00a0%',
      '0.0\u00a0%',
      '–',
      undefined,
      '−12.5\u00a0%',
      '–',
    ]);
    expect([...body.querySelectorAll('dt')].map(({ textContent }) => textContent)).toEqual([
      'Does sharing train faster?',
      'Does it generalise better?',
      'Are the tasks weighed dynamically?',
    ]);
    expect(body.querySelector<HTMLElement>('.baseline')?.hidden).toBe(true);
  });
});
