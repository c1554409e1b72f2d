// @vitest-environment jsdom
import './support/matchMedia';
import { describe, expect, it } from 'vitest';
import type { RunInfo } from '../../../src/shared/run';
import { RunHistory } from '../../../src/shared/runHistory';
import { Header } from '../../../webview/header';
import { shownRun, type ShownRunOptions } from './support/shownRun';

function show(options: ShownRunOptions = {}, queue: readonly string[] = []) {
  const { run, events } = shownRun(options);
  const requests: string[] = [];
  const header = new Header({
    request: (type) => requests.push(type),
    openError: (error) => requests.push(`error ${error}`),
  });
  const update = (now: RunInfo): void =>
    header.update(now, new RunHistory(Object.keys(now.experiment.tasks), events), queue);
  update(run);
  const visible = (selector: string): string | undefined => {
    const found = header.element.querySelector<HTMLElement>(selector);
    return found && !found.hidden ? (found.textContent ?? '') : undefined;
  };
  const button = (label: string): HTMLElement | undefined =>
    [...header.element.querySelectorAll<HTMLElement>('vscode-button')].find(
      (each) => each.textContent === label,
    );
  return { run, requests, header, update, visible, button };
}

describe('the header', () => {
  it('says where a running run is, and stops it once', () => {
    const { visible, button, requests, header } = show({
      events: [{ type: 'step', step: 44, epoch: 0, loss: { income: 1 }, weight: { income: 1 } }],
    });
    expect(visible('h1')).toBe('adult');
    expect(visible('.status')).toBe('running · epoch 1 / 20');
    expect(header.element.querySelector('progress')?.value).toBeCloseTo(44 / (88 * 20));
    button('Stop')?.click();
    expect(requests).toEqual(['stop']);
    expect(button('Stopping …')).toMatchObject({ disabled: true });
  });

  it('pauses a run, and steps and continues a paused one', () => {
    const { button, requests, update, run, visible } = show({
      events: [{ type: 'step', step: 44, epoch: 0, loss: { income: 1 }, weight: { income: 1 } }],
    });
    expect(button('Step')?.hidden).toBe(true);
    expect(button('Continue')?.hidden).toBe(true);
    button('Pause')?.click();
    update({ ...run, paused: true });
    expect(visible('.status')).toBe('paused · epoch 1 / 20 · step 44');
    expect(button('Pause')?.hidden).toBe(true);
    button('Step')?.click();
    button('Continue')?.click();
    expect(requests).toEqual(['pause', 'step', 'continue']);
    update({ ...run, status: 'stopped' });
    expect(button('Continue')?.hidden).toBe(true);
  });

  it('keeps the focus where a person can go on, whatever the buttons become', () => {
    const { button, header, update, run } = show();
    document.body.replaceChildren(header.element);
    for (const each of header.element.querySelectorAll('vscode-button'))
      each.setAttribute('tabindex', '0');
    button('Pause')?.focus();
    update({ ...run, paused: true });
    expect(document.activeElement).toBe(button('Continue'));
    update({ ...run });
    expect(document.activeElement).toBe(button('Pause'));
    update({ ...run, status: 'completed' });
    expect(document.activeElement?.textContent).toBe('adult');
  });

  it('says how a run ended and has no Stop then', () => {
    const { visible, update, run, header } = show();
    update({
      ...run,
      status: 'completed',
      summary: { epochs: 12, steps: 1056, seconds: 12.3, bestEpoch: 9 },
    });
    expect(visible('.status')).toBe('completed in 12\u00a0s · best epoch 10 · weights saved');
    expect(visible('.stop')).toBeUndefined();
    expect(header.element.querySelector('progress')?.hidden).toBe(true);
  });

  it('says why a run failed, where, and what to do', () => {
    const { header, visible, button, requests } = show({
      run: {
        status: 'failed',
        error: {
          kind: 'training',
          code: 'loss-not-finite',
          message: "The loss of task 'income' became NaN at step 274.",
          hint: 'Try a lower learning rate.',
          location: { file: '/home/ada/adult/adult.mtl.json', line: 24, column: 3 },
        },
      },
    });
    const text = visible('.failure') ?? '';
    expect(text).toContain("The loss of task 'income' became NaN at step 274.");
    expect(text).toContain('in adult.mtl.json:24:3');
    expect(text).toContain('Try a lower learning rate.');
    button('Show Log')?.click();
    button('Open Experiment')?.click();
    header.element.querySelector<HTMLElement>('.failure .link')?.click();
    expect(requests).toEqual(['showLog', 'openExperiment', 'error 0']);
  });

  it('shows the backend, why it is not the preferred one, warnings and the queue', () => {
    const { header, visible } = show(
      {
        run: {
          warnings: ['One warning.', 'Another warning.'],
          backend: {
            name: 'cpu',
            version: '4.22.0',
            compiled: false,
            threads: 1,
            reason: 'ONNX Runtime is not installed for this system.',
          },
        },
      },
      ['penguins', 'own'],
    );
    const text = header.element.textContent;
    expect(text).toContain('plain JavaScript 4.22.0 · 1 thread · not compiled');
    expect(text).toContain('ONNX Runtime is not installed for this system.');
    expect(visible('.warnings')).toContain('2 warnings');
    expect(visible('.queue')).toBe('next: penguins, own');
  });

  it('shows text as text, whatever is in it', () => {
    const name = '<img src=x onerror=alert(1)>';
    const { header } = show({ run: { warnings: [name] } });
    expect(header.element.querySelector('img')).toBeNull();
    expect(header.element.textContent).toContain(name);
  });
});
