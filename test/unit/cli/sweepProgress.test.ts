import { expect, test } from 'vitest';
import { sweepLines } from '../../../src/cli/sweep/sweepProgress';

const state = { trials: 8, ended: 2, before: 0, seconds: 30, slots: [] };

test('a sweep shows a line a job and one for all, with the time left', () => {
  const slots = [
    { name: 'seed 1', report: { fraction: 0.5, text: 'epoch 3/5' } },
    undefined,
    { name: 'seed 2', report: { fraction: 0.5, text: 'epoch 3/6' } },
  ];
  // Three of eight trials in 30 s.
  expect(sweepLines({ ...state, slots }, 80)).toEqual([
    '━━━━━━━━━━────────── seed 1 · epoch 3/5',
    '━━━━━━━━━━────────── seed 2 · epoch 3/6',
    '━━━━━━━━──────────── 2 of 8 trials · 50\u00a0s left',
  ]);
});

test('trials that had ended before say nothing of the time left', () => {
  const [line] = sweepLines({ ...state, ended: 6, before: 5 }, 80);
  expect(line).toMatch(/6 of 8 trials · 1\u00a0min\u00a00\u00a0s left$/);
  expect(sweepLines({ ...state, before: 2 }, 80)).toEqual(['━━━━━─────────────── 2 of 8 trials']);
});

test('the whole takes no less than a trial that runs, and lines fit', () => {
  const slots = [{ name: 'seed 1', report: { fraction: 0, secondsLeft: 600, text: 'epoch 1/9' } }];
  const lines = sweepLines({ ...state, ended: 7, slots }, 60);
  expect(lines[1]).toMatch(/10\u00a0min\u00a00\u00a0s left$/);
  expect(sweepLines({ ...state, slots }, 30)[0]).toHaveLength(29);
});
