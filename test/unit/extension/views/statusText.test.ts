import { expect, test } from 'vitest';
import {
  completionText,
  escapeMarkdown,
  outcomeStatus,
  trainingStatus,
} from '../../../../src/extension/views/statusText';
import { epoch, exampleRecord } from '../exampleRecord';

const experiment = '/data/adult.mtl.json';

test('while it trains: the epoch, who waits, and a tooltip that no epoch changes', () => {
  const record = exampleRecord();
  const waiting = ['penguins'];
  record.events.push(epoch(0, { auc: 0.5, accuracy: 0.7 }, { rmse: 800, r2: 0 }));
  const first = trainingStatus({ kind: 'training', experiment, record }, waiting);
  record.events.push(epoch(1, { auc: 0.8934, accuracy: 0.8 }, { rmse: 312.34, r2: NaN }));
  const { text, tooltip } = trainingStatus({ kind: 'training', experiment, record }, waiting);
  expect(text).toBe('$(loading~spin) adult 2/3');
  expect(tooltip).toBe(first.tooltip);
  expect(tooltip).toContain('**adult**: running');
  expect(tooltip).toContain('Queued: penguins');
  expect(tooltip).toContain('[Stop Training](command:mtlLab.stop)');
});

test('while it is paused, the tooltip says the last value of each task', () => {
  const record = exampleRecord({ paused: true });
  record.events.push(epoch(1, { auc: 0.8934, accuracy: 0.8 }, { rmse: 312.34, r2: NaN }));
  const { text, tooltip } = trainingStatus({ kind: 'training', experiment, record }, []);
  expect(text).toBe('$(debug-pause) adult 2/3 paused');
  expect(tooltip).toContain('- income: AUC 0.893 · accuracy 0.800\n');
  expect(tooltip).toContain('- body\\_mass: RMSE 312.3 · R² NaN');
  expect(tooltip).toContain('[Continue](command:mtlLab.continue)');
});

test('before the first epoch and while stopping there are no values yet', () => {
  const starting = { kind: 'starting', experiment, progress: 'Reading the data' } as const;
  expect(trainingStatus(starting, [])).toMatchObject({
    text: '$(loading~spin) adult',
    tooltip: expect.stringContaining('Reading the data') as string,
  });
  const record = exampleRecord();
  expect(trainingStatus({ kind: 'training', experiment, record }, []).text).toBe(
    '$(loading~spin) adult 0/3',
  );
  expect(trainingStatus({ kind: 'stopping', experiment, record }, []).text).toBe(
    '$(loading~spin) adult stopping',
  );
});

test('afterwards: how it came out, and why', () => {
  const ended = (changes: Parameters<typeof exampleRecord>[0]): ReturnType<typeof outcomeStatus> =>
    outcomeStatus({ kind: 'ended', experiment, record: exampleRecord(changes) });
  expect(ended({ status: 'completed' })?.text).toBe('$(check) adult');
  expect(ended({ status: 'stopped' })?.text).toBe('$(circle-slash) adult 0/3');
  const error = { kind: 'training', code: 'diverged', message: 'Loss of income is NaN.' } as const;
  expect(ended({ status: 'failed', error })?.tooltip).toContain('Loss of income is NaN');
  expect(outcomeStatus({ kind: 'refused', experiment, error })?.text).toBe('$(error) adult');
  expect(outcomeStatus({ kind: 'cancelled', experiment })).toBeUndefined();
});

test('the completion message names the time and the test value of each task', () => {
  const summary = {
    bestEpoch: 2,
    epochs: 3,
    steps: 9,
    seconds: 75.4,
    best: { income: { auc: 0.9 }, body_mass: { rmse: 310 } },
  };
  expect(completionText(exampleRecord({ summary }))).toBe(
    'adult completed in 1\u00a0min\u00a015\u00a0s: income AUC 0.900 · body_mass RMSE 310.0 (validation).',
  );
  const test = { income: { auc: 0.88 }, body_mass: { rmse: 320.55 } };
  expect(completionText(exampleRecord({ summary: { ...summary, test } }))).toBe(
    'adult completed in 1\u00a0min\u00a015\u00a0s: income AUC 0.880 · body_mass RMSE 320.6 (test).',
  );
});

test('a task name cannot become a link or an icon in the tooltip', () => {
  expect(escapeMarkdown('[x](command:y) $(bug) <b>')).toBe(
    '\\[x\\]\\(command\\:y\\) \\$\\(bug\\) \\<b\\>',
  );
  // Of an address with its colon, VS Code makes a link that shows the backslashes of the rest.
  expect(escapeMarkdown('https://a.org')).toBe('https\\://a\\.org');
});
