import { expect, test } from 'vitest';
import { runTooltip } from '../../../../src/extension/views/runTooltip';
import { exampleRecord } from '../exampleRecord';

test('the tooltip of a run says how it came out, on how much data and where it is', () => {
  const { run, directory } = exampleRecord({
    status: 'failed',
    error: { kind: 'training', code: 'diverged', message: 'The loss of income is NaN.' },
    summary: {
      epochs: 2,
      steps: 8,
      seconds: 12.2,
      best: { income: { auc: 0.9, accuracy: 0.8 }, body_mass: { rmse: 310, r2: 0.7 } },
    },
  });
  const tooltip = runTooltip({
    directory,
    run,
    notes: { label: 'base_line', note: 'Too large a rate.', tags: ['rate'] },
  });
  expect(tooltip).toMatch(/^\*\*base\\_line\*\* failed, started /);
  expect(tooltip).toContain('Too large a rate\\.');
  expect(tooltip).toContain('\\#rate');
  expect(tooltip).toContain('The loss of income is NaN\\.');
  expect(tooltip).toContain('- income: AUC 0.900 · accuracy 0.800 (best epoch)');
  expect(tooltip).toContain('2 epochs, 12\u00a0s · 70 rows · cpu, 1 thread\n');
  expect(tooltip).toContain('/data/run');
});
