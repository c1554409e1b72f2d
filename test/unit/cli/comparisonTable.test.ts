import { expect, test } from 'vitest';
import { comparisonCsv } from '../../../src/cli/comparisonCsv';
import { comparisonTable, markdownTable } from '../../../src/cli/comparisonTable';
import { formatTable } from '../../../src/cli/formatTable';
import type { RunComparison } from '../../../src/shared/runComparison';
import { spread } from '../../../src/shared/spread';

const comparison: RunComparison = {
  part: 'test',
  metrics: [{ task: 'income', metric: 'auc' }],
  baseline: 'single-task',
  singleTask: {
    name: 'single-task',
    metrics: { income: { auc: spread([0.8, 0.8]) } },
    seconds: spread([4, 4]),
    parameters: spread([1500, 1500]),
  },
  groups: [
    {
      name: 'a="x, y", b=|',
      settings: { a: 'x, y', b: '|' },
      runs: [{ id: 'one', seed: 1 }],
      metrics: { income: { auc: spread([0.84]) } },
      seconds: spread([2.5]),
      parameters: spread([1000]),
      deltaM: spread([-5]),
      deltaP: spread([0.05]),
      rank: 1,
    },
  ],
};

test('a comparison as a table has one model a task first, and deviations of several runs', () => {
  const { columns, rows } = comparisonTable(comparison);
  expect(formatTable(columns, rows)).toBe(
    [
      'runs           n       income AUC   Δm %  Δp %  rank   time  parameters',
      'single-task    2  0.8000 ± 0.0000      –     –     –  4.0\u00a0s       1,500',
      'a="x, y", b=|  1           0.8400  -5.00  5.00  1.00  2.5\u00a0s       1,000',
      '',
    ].join('\n'),
  );
});

test('as Markdown, bars in names do not end a cell', () => {
  const lines = markdownTable(comparisonTable(comparison)).split('\n');
  expect(lines[1]).toBe('| --- | --: | --: | --: | --: | --: | --: | --: |');
  expect(lines[3]).toBe(
    '| a="x, y", b=\\| | 1 | 0.8400 | -5.00 | 5.00 | 1.00 | 2.5\u00a0s | 1,000 |',
  );
});

test('as CSV, numbers are whole, what is not there is empty, and names are quoted', () => {
  expect(comparisonCsv(comparison)).toBe(
    [
      'runs,n,rank,income.auc,income.auc deviation,seconds,seconds deviation,parameters,parameters deviation,deltaM,deltaM deviation,deltaP,deltaP deviation',
      'single-task,2,,0.8,0,4,0,1500,0,,,,',
      '"a=""x, y"", b=|",1,1,0.84,,2.5,,1000,,-5,,0.05,',
      '',
    ].join('\n'),
  );
});
