import { describe, expect, it } from 'vitest';
import type { StepEvent } from '../../../../src/shared/events';
import { RunHistory } from '../../../../src/shared/runHistory';
import { lossTable, metricTable } from '../../../../webview/charts/chartTables';

const step = (number: number): StepEvent => ({
  type: 'step',
  step: number,
  epoch: number > 2 ? 1 : 0,
  loss: { income: 1 / number },
  weight: { income: 1 },
});

const epochs = new RunHistory(
  ['income'],
  [
    {
      type: 'epoch',
      epoch: 0,
      train: { income: { loss: 0.5, auc: 0.8 } },
      validation: { income: { loss: 0.6, auc: Number.NaN } },
      learningRate: 0.001,
      seconds: 1,
    },
  ],
);

describe('the table of the loss chart', () => {
  it('has a row a step while there are few', () => {
    const table = lossTable(new RunHistory(['income'], [step(1), step(2), step(4)]), 'step', true);
    expect(table.columns).toEqual(['step', 'epoch', 'income, training']);
    expect(table.rows).toEqual([
      ['1', '1', '1.000'],
      ['2', '1', '0.500'],
      ['4', '2', '0.250'],
    ]);
  });

  it('says which steps it shows of many', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => step(index + 1));
    const { caption, rows } = lossTable(new RunHistory(['income'], many), 'step', true);
    expect(caption).toBe('Loss by step, one row for every 64 steps');
    expect(rows).toHaveLength(Math.ceil(10_000 / 64));
    expect(rows[1]?.[0]).toBe('65');
  });

  it('has training and validation by epoch', () => {
    const table = lossTable(epochs, 'epoch', true);
    expect(table.columns).toEqual(['epoch', 'income, training', 'income, validation']);
    expect(table.rows).toEqual([['1', '0.500', '0.600']]);
  });
});

describe('the table of a metric chart', () => {
  it('has training and validation by epoch, NaN as it is', () => {
    expect(metricTable(epochs, 'income', 'auc', true)).toEqual({
      caption: 'AUC of income by epoch',
      columns: ['epoch', 'training', 'validation'],
      rows: [['1', '0.800', 'NaN']],
    });
  });
});
