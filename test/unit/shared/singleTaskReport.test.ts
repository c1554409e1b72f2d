import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/shared/comparison';
import { RunHistory } from '../../../src/shared/runHistory';
import { singleTaskReport } from '../../../src/shared/singleTaskReport';

/** A run with these weights of `income`, a step each; that of `age` stays 1. */
function runOf(...weights: readonly number[]): RunHistory {
  const history = new RunHistory(['income', 'age']);
  weights.forEach((income, index) =>
    history.add({
      type: 'step',
      step: index + 1,
      epoch: 0,
      loss: { income: 1, age: 1 },
      weight: { income, age: 1 },
    }),
  );
  return history;
}

const comparison = compare(
  'test',
  {
    metrics: { income: { loss: 0.4, auc: 0.88 }, age: { loss: 1, rmse: 11 } },
    seconds: 6,
    parameters: 10_946,
  },
  {
    income: { metrics: { loss: 0.4, auc: 0.8 }, seconds: 4, parameters: 8833 },
    age: { metrics: { loss: 1, rmse: 10 }, seconds: 4, parameters: 8833 },
  },
);

describe('the report on the comparison with single tasks', () => {
  it('answers the three claims from what was measured', () => {
    expect(singleTaskReport(comparison, runOf(1, 1))).toEqual([
      {
        question: 'Does sharing train faster?',
        answer:
          'Yes. One model for all tasks took 6.0\u00a0s, one model a task 8.0\u00a0s (25.0\u00a0% less time). ' +
          'It has 10,946 parameters instead of 17,666 (38.0\u00a0% fewer).',
      },
      {
        question: 'Does it generalise better?',
        answer:
          'For some tasks. On the test part, better: income (+10.0\u00a0%); worse: age (−10.0\u00a0%). ' +
          'Δp 0.0\u00a0% (positive is better), Δm 0.0\u00a0% (negative is better). ' +
          'With one seed, small differences may be chance.',
      },
      { question: 'Are the tasks weighed dynamically?', answer: 'No. All weights are 1.' },
    ]);
  });

  it('says how weights that change went', () => {
    expect(singleTaskReport(comparison, runOf(1, 0.25, 0.5)).at(-1)?.answer).toBe(
      'Yes. The weights change: income from 1.000 to 0.500 (between 0.250 and 1.000), ' +
        'age from 1.000 to 1.000 (between 1.000 and 1.000).',
    );
  });

  it('says so when one model a task is faster and better', () => {
    const slower = compare(
      'validation',
      { metrics: { income: { auc: 0.7 } }, seconds: 3, parameters: 300 },
      { income: { metrics: { auc: 0.8 }, seconds: 2, parameters: 200 } },
    );
    const [speed, quality] = singleTaskReport(slower, runOf(1));
    expect(speed?.answer).toMatch(/^No\. .*\(50\.0\u00a0% more time\).*\(50\.0\u00a0% more\)\.$/);
    expect(quality?.answer).toMatch(
      /^No\. On the validation part, worse: income \(−12\.5\u00a0%\)\./,
    );
    expect(quality?.answer).toContain('Δm +12.5\u00a0% (negative is better)');
  });

  it('calls no task better or worse for a difference that it does not show', () => {
    const equal = compare(
      'test',
      { metrics: { income: { auc: 0.80001 } }, seconds: 1, parameters: 1 },
      { income: { metrics: { auc: 0.8 }, seconds: 2, parameters: 2 } },
    );
    expect(singleTaskReport(equal, runOf(1))[1]?.answer).toMatch(
      /^No\. On the test part, no difference: income \(0\.0\u00a0%\)\./,
    );
  });
});
