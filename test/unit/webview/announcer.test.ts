// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { EpochEvent } from '../../../src/shared/events';
import { RunHistory } from '../../../src/shared/runHistory';
import { Announcer } from '../../../webview/announcer';
import { shownRun } from './support/shownRun';

const epoch = (number: number, auc: number): EpochEvent => ({
  type: 'epoch',
  epoch: number,
  train: { income: { auc }, married: { auc: 0.99 } },
  learningRate: 0.001,
  seconds: 1,
});

describe('the announcer', () => {
  it('says nothing of what was there, then each new epoch, then the end', () => {
    const { run } = shownRun();
    const history = new RunHistory(['income', 'married'], [epoch(0, 0.8)]);
    const announcer = new Announcer();
    announcer.update(run, history);
    expect(announcer.element.textContent).toBe('');
    history.add(epoch(1, 0.85));
    announcer.update(run, history);
    expect(announcer.element.textContent).toBe(
      'Epoch 2 of 20. income AUC 0.850. married AUC 0.990.',
    );
    announcer.update({ ...run, status: 'completed' }, history);
    expect(announcer.element.textContent).toBe('completed');
  });
});
