// @vitest-environment jsdom
import './support/matchMedia';
import './support/resizeObserver';
import { expect, it } from 'vitest';
import { RunHistory } from '../../../src/shared/runHistory';
import { RunPage } from '../../../webview/runPage';
import { ViewStateStore } from '../../../webview/viewState';
import { adultTasks, shownRun } from './support/shownRun';

function headings(tasks: Parameters<typeof shownRun>[0]): (string | null)[] {
  const { run, model } = shownRun(tasks);
  const host = {
    request: () => undefined,
    openError: () => undefined,
    readState: () => undefined,
    saveState: () => undefined,
  };
  const history = new RunHistory(Object.keys(run.experiment.tasks));
  const content = { run, model, history };
  const page = new RunPage(content, host, new ViewStateStore(host), () => undefined);
  page.update(content, []);
  return [...page.element.querySelectorAll('details:not([hidden]) h2')].map(
    ({ textContent }) => textContent,
  );
}

it('a page has its sections in order, and none of conflict for a task alone', () => {
  expect(headings({})).toEqual(['Architecture', 'Tasks', 'Loss', 'Metrics', 'Conflict']);
  expect(headings({ tasks: { income: adultTasks.income } })).toEqual([
    'Architecture',
    'Tasks',
    'Loss',
    'Metrics',
  ]);
});
