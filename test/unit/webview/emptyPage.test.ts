// @vitest-environment jsdom
import './support/matchMedia';
import { describe, expect, it } from 'vitest';
import { emptyPage } from '../../../webview/emptyPage';

function buttons(page: HTMLElement): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>('vscode-button')];
}

describe('the page without a run', () => {
  it('offers to train and to create an experiment', () => {
    const requests: string[] = [];
    const page = emptyPage(true, [], { request: (type) => requests.push(type) });
    for (const each of buttons(page)) each.click();
    expect(buttons(page).map((each) => each.textContent)).toEqual(['Train', 'New Experiment']);
    expect(requests).toEqual(['train', 'newExperiment']);
  });

  it('says why nothing can be started in a workspace that is not trusted', () => {
    const page = emptyPage(false, [], { request: () => undefined });
    expect(page.textContent).toContain('This workspace is not trusted.');
    expect(buttons(page)).toEqual([]);
  });
});
