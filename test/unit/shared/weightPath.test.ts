import { describe, expect, it } from 'vitest';
import { RunHistory } from '../../../src/shared/runHistory';
import { describeWeights, weightsChange } from '../../../src/shared/weightPath';

function pathsOf(...weights: readonly Readonly<Record<string, number>>[]) {
  const history = new RunHistory(['income', 'married']);
  weights.forEach((weight, index) =>
    history.add({
      type: 'step',
      step: index + 1,
      epoch: 0,
      loss: { income: 1, married: 1 },
      weight,
    }),
  );
  return history.weightPaths;
}

describe('the weights of a run', () => {
  it('keep first, last, lowest and highest, past what is not a number', () => {
    const paths = pathsOf(
      { income: 1, married: Number.NaN },
      { income: 0.5, married: Number.NaN },
      { income: Number.NaN, married: 2 },
      { income: 0.75, married: 2 },
    );
    expect(paths).toEqual({
      income: { first: 1, last: 0.75, lowest: 0.5, highest: 1 },
      married: { first: 2, last: 2, lowest: 2, highest: 2 },
    });
    expect(weightsChange(paths)).toBe(true);
  });

  it('are a sentence while they do not change', () => {
    expect(
      describeWeights(pathsOf({ income: 1, married: 1 }, { income: 1, married: 1 + 1e-8 })),
    ).toBe('All weights are 1.');
    expect(describeWeights(pathsOf({ income: 1, married: 0.5 }))).toBe(
      'The weights stay the same: income 1.000, married 0.500.',
    );
    expect(describeWeights(pathsOf())).toBe('No weight was recorded.');
  });
});
