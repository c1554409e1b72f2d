import { expect, test } from 'vitest';
import { crashReport } from '../../../../src/extension/process/crash';
import { TrainerProcess } from '../../../../src/extension/process/trainerProcess';
import type { TrainerReport } from '../../../../src/shared/messages';
import { fakeTrainer } from '../fakeTrainer';

interface Started {
  readonly trainer: TrainerProcess;
  readonly reports: TrainerReport[];
  readonly output: string[];
  /** Resolves with the first report of a type. */
  readonly reported: (type: TrainerReport['type']) => Promise<TrainerReport>;
}

async function start(body: string): Promise<Started> {
  const reports: TrainerReport[] = [];
  const output: string[] = [];
  const waiting = new Map<string, (report: TrainerReport) => void>();
  const trainer = new TrainerProcess({
    modulePath: await fakeTrainer(body),
    ladder: { terminateAfter: 300, killAfter: 300 },
    onReport: (report) => {
      reports.push(report);
      waiting.get(report.type)?.(report);
    },
    onOutput: (line, stream) => output.push(`${stream}: ${line}`),
  });
  const reported = (type: TrainerReport['type']): Promise<TrainerReport> =>
    new Promise((resolve) => waiting.set(type, resolve));
  return { trainer, reports, output, reported };
}

test('a diverged loss arrives as NaN, not as null', async () => {
  const { trainer, reports } = await start(`
    on('train', ({ experimentFile }) => {
      const loss = { income: NaN, married: Infinity };
      const step = { type: 'step', step: 1, epoch: 0, loss, weight: {} };
      report({ type: 'events', events: [step] }, () => process.exit(0));
    });
  `);
  trainer.send({
    type: 'train',
    experimentFile: 'a',
    backend: 'auto',
    threads: 'auto',
    graceSeconds: 0,
  });
  await trainer.exited;
  expect(reports).toMatchObject([
    { type: 'events', events: [{ loss: { income: NaN, married: Infinity } }] },
  ]);
});

test('a crash is told with its exit code and the last lines of standard error', async () => {
  const { trainer, output } = await start(`
    console.log('reading');
    for (let line = 1; line <= 30; line++) console.error('line ' + line);
    process.exitCode = 7;
    process.disconnect();
  `);
  const exit = await trainer.exited;
  expect(exit).toMatchObject({ code: 7, signal: null });
  expect(output).toContain('stdout: reading');
  const { message } = crashReport(exit);
  expect(message).toContain('exit code 7');
  expect(message).toContain('line 21\n');
  expect(message).toMatch(/line 30$/);
  expect(message).not.toContain('line 20\n');
  expect(message).not.toContain('reading');
});

test('a trainer that cannot be started is a crash, too', async () => {
  const trainer = new TrainerProcess({
    modulePath: '/nowhere/trainer.cjs',
    onReport: () => undefined,
    onOutput: () => undefined,
  });
  trainer.send({ type: 'inspect', dataFile: 'a.csv' });
  const exit = await trainer.exited;
  expect(exit.code).toBe(1);
  expect(crashReport(exit).message).toContain('Cannot find module');
});

test('a trainer that heeds the stop message ends by itself', async () => {
  const { trainer, reported } = await start(`
    on('stop', () => process.exit(0));
    report({ type: 'progress', text: 'up' });
  `);
  await reported('progress');
  trainer.stop();
  expect(await trainer.exited).toMatchObject({ code: 0, signal: null });
});

test.skipIf(process.platform === 'win32')(
  'a trainer that ignores the message is terminated, one that ignores that is killed',
  async () => {
    const deaf = await start(`report({ type: 'progress', text: 'up' }); on('x', () => 0);`);
    const stubborn = await start(`
      process.on('SIGTERM', () => console.error('not now'));
      report({ type: 'progress', text: 'up' }); on('x', () => 0);
    `);
    await Promise.all([deaf.reported('progress'), stubborn.reported('progress')]);
    deaf.trainer.stop();
    stubborn.trainer.stop();
    expect((await deaf.trainer.exited).signal).toBe('SIGTERM');
    expect(await stubborn.trainer.exited).toMatchObject({
      signal: 'SIGKILL',
      lastLines: ['not now'],
    });
  },
);

test('a trainer that lingers after its last report is made to go', async () => {
  const { trainer, reports } = await start(`
    report({ type: 'scaffolded', experimentFile: 'a.mtl.json' });
    setInterval(() => 0, 1000);
  `);
  expect((await trainer.exited).signal).toBe('SIGTERM');
  expect(reports).toHaveLength(1);
});

test('messages that are not of the protocol are dropped and logged', async () => {
  const { trainer, reports, output } = await start(`
    process.send({ type: 'ended' });
    process.send({ mtl: 2, type: 'ended' });
    process.send('ended');
    process.send({ mtl: 1, type: 'toString' });
    report({ type: 'progress', text: 'real' }, () => process.exit(0));
  `);
  await trainer.exited;
  expect(reports.map(({ type }) => type)).toEqual(['progress']);
  expect(output.filter((line) => line.includes('not the trainer protocol'))).toHaveLength(4);
});
