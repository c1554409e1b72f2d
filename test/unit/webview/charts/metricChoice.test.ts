import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../../src/shared/experiment';
import { chosenMetrics, metricChoices } from '../../../../webview/charts/metricChoice';
import { adultTasks } from '../support/shownRun';

const penguins: Experiment['tasks'] = {
  species: { type: 'multiclass', target: 'species', metrics: ['accuracy', 'f1'] },
  sex: { type: 'binary', target: 'sex', metrics: ['auc', 'accuracy'] },
  mass: { type: 'regression', target: 'mass', loss: 'mse', scale: 'standard', metrics: ['rmse'] },
};

describe('the metrics to pick from', () => {
  it('start with the one that every task names first', () => {
    expect(metricChoices(adultTasks).map(({ label }) => label)).toEqual(['AUC', 'accuracy']);
  });

  it('start with the first of each task where they differ', () => {
    expect(metricChoices(penguins).map(({ label }) => label)).toEqual([
      'first of each task',
      'accuracy',
      'F1',
      'AUC',
      'RMSE',
    ]);
  });
});

describe('the metrics of the small charts', () => {
  it('are those of the tasks that measure the picked one', () => {
    expect([...chosenMetrics(penguins, 'accuracy')]).toEqual([
      ['species', 'accuracy'],
      ['sex', 'accuracy'],
    ]);
  });

  it('are the first of each task when nothing or something unknown is picked', () => {
    const firsts = [
      ['species', 'accuracy'],
      ['sex', 'auc'],
      ['mass', 'rmse'],
    ];
    expect([...chosenMetrics(penguins, 'each-first')]).toEqual(firsts);
    expect([...chosenMetrics(penguins, 'precision')]).toEqual(firsts);
  });
});
