// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
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

function tableOf(options: ShownRunOptions, history: RunHistory): string[][] {
  const state = new ViewStateStore({ readState: () => undefined, saveState: () => undefined });
  const section = createSection('tasks', 'Tasks', state, () => undefined);
  new TasksTable(section, shownRun(options).run).update(history);
  return [...section.body.querySelectorAll('tr')].map((row) =>
    [...row.cells].map((cell) => cell.textContent ?? ''),
  );
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
