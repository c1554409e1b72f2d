// @vitest-environment jsdom
import './support/matchMedia';
import './support/resizeObserver';
import { expect, it } from 'vitest';
import { RunHistory } from '../../../src/shared/runHistory';
import type { Content } from '../../../webview/content';
import { MetricsPage } from '../../../webview/metricsPage';
import { ViewStateStore } from '../../../webview/viewState';
import { shownRun } from './support/shownRun';

const { run, model, events } = shownRun();
const shown = { run, model, history: new RunHistory(Object.keys(run.experiment.tasks), events) };
const nothing: Content = { shown: undefined, queue: [], trusted: true };
const withRun: Content = { ...nothing, shown };
const withPreview: Content = { ...nothing, preview: { name: 'written', tasks: [], hasRun: true } };
const withRefusal: Content = {
  ...nothing,
  refusal: {
    name: 'refused',
    hasRun: true,
    error: { kind: 'data', code: 'unknown-column', message: 'There is no column x.' },
  },
};

function open() {
  const host = {
    request: () => undefined,
    openError: () => undefined,
    readState: () => undefined,
    saveState: () => undefined,
  };
  const page = new MetricsPage(host, new ViewStateStore(host), () => undefined);
  const title = (): string | undefined => page.element.querySelector('h1')?.textContent;
  return { page, title };
}

it('shows one thing at a time, whatever was shown before', () => {
  const { page, title } = open();
  const contents: readonly (readonly [Content, string])[] = [
    [nothing, 'No run yet'],
    [withRun, 'adult'],
    [withPreview, 'written'],
    [withRefusal, 'refused'],
  ];
  for (const [before] of contents) {
    for (const [content, name] of contents) {
      page.update(before);
      page.update(content);
      expect(title()).toBe(name);
      expect(page.element.querySelectorAll('h1')).toHaveLength(1);
    }
  }
});

it('keeps what a person may be on: the page of a run, or of a refusal, is not built anew', () => {
  const { page } = open();
  page.update(withRun);
  const header = page.element.querySelector('header');
  page.update({ ...withRun, queue: ['next'] });
  expect(page.element.querySelector('header')).toBe(header);
  page.update(withRefusal);
  const failure = page.element.querySelector('.failure');
  page.update({ ...withRefusal, queue: ['next'] });
  expect(page.element.querySelector('.failure')).toBe(failure);
});

it('gives the focus to the heading of the page that takes the place of a focused one', () => {
  const { page } = open();
  document.body.replaceChildren(page.element);
  page.update(withPreview);
  const train = page.element.querySelector<HTMLElement>('vscode-button[appearance="primary"]')!;
  train.tabIndex = 0;
  train.focus();
  page.update(withRun);
  expect(document.activeElement?.textContent).toBe('adult');
});

it('leaves the focus alone where it is elsewhere', () => {
  const { page } = open();
  document.body.replaceChildren(page.element);
  page.update(withPreview);
  page.update(withRun);
  expect(document.activeElement).toBe(document.body);
});

it('says above a past run that nothing can be trained in a workspace that is not trusted', () => {
  const { page } = open();
  const note = (): HTMLElement => page.element.querySelector('.restricted')!;
  page.update({ ...withRun, trusted: false });
  expect(note().hidden).toBe(false);
  page.update(withRun);
  expect(note().hidden).toBe(true);
});
