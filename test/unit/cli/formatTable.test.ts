import { expect, test } from 'vitest';
import { formatTable } from '../../../src/cli/formatTable';

test('a table is aligned under its titles', () => {
  const columns = [
    { title: 'task', align: 'left' },
    { title: 'auc', align: 'right' },
    { title: 'note', align: 'left' },
  ] as const;
  expect(
    formatTable(columns, [
      ['income', '0.9', ''],
      ['x', '10.25', 'best'],
    ]),
  ).toBe(['task      auc  note', 'income    0.9', 'x       10.25  best', ''].join('\n'));
});

test('Chinese characters take two cells', () => {
  const columns = [
    { title: '任务', align: 'left' },
    { title: 'AUC', align: 'right' },
  ] as const;
  expect(formatTable(columns, [['income', '（无）']])).toBe('任务       AUC\nincome  （无）\n');
});
