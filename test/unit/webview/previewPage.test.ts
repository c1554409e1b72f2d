// @vitest-environment jsdom
import './support/matchMedia';
import './support/resizeObserver';
import { expect, it, vi } from 'vitest';
import type { ArchitecturePreview } from '../../../src/shared/messages';
import { PreviewPage } from '../../../webview/previewPage';
import { ViewStateStore } from '../../../webview/viewState';
import { shownRun } from './support/shownRun';

const { model, run } = shownRun();
const preview: ArchitecturePreview = {
  name: 'adult',
  tasks: Object.keys(run.experiment.tasks),
  model,
  hasRun: false,
};

function open() {
  const host = { request: vi.fn(), readState: () => undefined, saveState: () => undefined };
  const page = new PreviewPage(host, new ViewStateStore(host));
  const find = (selector: string): HTMLElement => page.element.querySelector(selector)!;
  const button = (label: string): HTMLElement =>
    [...page.element.querySelectorAll<HTMLElement>('vscode-button')].find(
      ({ textContent }) => textContent === label,
    )!;
  return { host, page, find, button };
}

it('an experiment that was not trained shows its architecture, with Train', () => {
  const { host, page, find, button } = open();
  page.update(preview);
  expect(find('h1').textContent).toBe('adult');
  expect(find('.status').textContent).toBe('not trained yet');
  expect(find('.section-note').textContent).toMatch(/parameters$/);
  expect(find('.totals').textContent).toContain('income');
  expect(find('.problem').hidden).toBe(true);
  expect(button('Show Run').hidden).toBe(true);
  button('Train').click();
  expect(host.request).toHaveBeenCalledWith('train');
});

it('what is wrong is said above the last picture, which is not drawn again', () => {
  const { page, find } = open();
  page.update(preview);
  const picture = find('.section');
  page.update({ ...preview, problem: 'There is no task «x».' });
  expect(find('.problem').textContent).toBe('There is no task «x».');
  expect(find('.problem').hidden).toBe(false);
  expect(find('.section')).toBe(picture);
});

it('without a model the page says when there will be one', () => {
  const { page, find } = open();
  page.update({ name: 'new', tasks: [], hasRun: false });
  expect(find('.problem').textContent).toMatch(/picture appears/);
  expect(find('.section')).toBeNull();
});

it('a run that the picture hides can be shown again', () => {
  const { host, page, button } = open();
  page.update({ ...preview, hasRun: true });
  button('Show Run').click();
  expect(host.request).toHaveBeenCalledWith('showRun');
});
