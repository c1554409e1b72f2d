import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TrainingJob } from '../../../../src/extension/training/trainingJob';
import type { JobState, TrainingOutcome } from '../../../../src/extension/training/trainingState';
import { readMetrics } from '../../../../src/runs/readMetrics';
import { readRun } from '../../../../src/runs/readRun';
import { RunWriter } from '../../../../src/runs/runWriter';
import { exampleRecord } from '../exampleRecord';
import { fakeTrainer } from '../fakeTrainer';
import { step, temporaryFolder } from '../../runs/exampleRun';

/** Trains with a trainer that is not ours, until the state `until` and on to the outcome. */
async function trainWith(
  body: string,
  stopAt?: JobState['kind'],
): Promise<{ outcome: TrainingOutcome; states: string[]; log: string[] }> {
  const states: string[] = [];
  const log: string[] = [];
  const job = new TrainingJob({
    modulePath: await fakeTrainer(body),
    order: { experiment: '/data/adult.mtl.json' },
    settings: { backend: 'auto', threads: 'auto', graceSeconds: 0 },
    ladder: { terminateAfter: 300, killAfter: 300 },
    log: { info: (line) => log.push(line), warn: (line) => log.push(`warning ${line}`) },
    onChange: () => {
      states.push(job.state.kind);
      if (job.state.kind === stopAt) job.stop();
    },
    onEvents: () => undefined,
  });
  return { outcome: await job.outcome, states, log };
}

/** A run directory as the trainer leaves it when it is killed in its second step. */
async function interruptedRun(): Promise<{ directory: string; started: string }> {
  const directory = join(await temporaryFolder(), 'run');
  const { run, model } = exampleRecord();
  const writer = await RunWriter.create(directory, run);
  await writer.writeModel(model);
  writer.appendEvents([step(1), step(2)]);
  writer.close();
  return { directory, started: JSON.stringify({ type: 'started', directory, run, model }) };
}

test('a trainer that crashes leaves a failed run with the reason and all its metrics', async () => {
  const { directory, started } = await interruptedRun();
  const { outcome } = await trainWith(`
    on('train', () => report(${started}, () => {
      console.error('Out of memory');
      process.exit(134);
    }));
  `);
  const error = {
    code: 'trainer-crashed',
    message:
      'The trainer process ended with exit code 134 before it was done. Its last lines:\nOut of memory',
  };
  expect(outcome).toMatchObject({ kind: 'ended', record: { run: { status: 'failed', error } } });
  expect(await readRun(directory)).toMatchObject({ status: 'failed', error });
  expect((await readMetrics(directory)).events).toEqual([step(1), step(2)]);
});

test('a run whose trainer had to be killed after Stop is stopped, not failed', async () => {
  const { directory, started } = await interruptedRun();
  const { outcome, states } = await trainWith(
    `on('train', () => report(${started})); process.on('SIGTERM', () => 0);`,
    'training',
  );
  expect(states).toEqual(['training', 'stopping']);
  expect(outcome).toMatchObject({ kind: 'ended', record: { run: { status: 'stopped' } } });
  const run = await readRun(directory);
  expect(run.status).toBe('stopped');
  expect(run.error).toBeUndefined();
});

test('what the trainer says of the end of the run is taken as it is', async () => {
  const { run } = exampleRecord({ status: 'completed', end: '2026-01-01T12:00:09.000Z' });
  const { started } = await interruptedRun();
  const ended = JSON.stringify({ type: 'ended', run });
  const { outcome } = await trainWith(`
    on('train', () => {
      report(${started});
      report({ type: 'events', events: [${JSON.stringify(step(1))}] });
      report(${ended}, () => process.exit(0));
    });
  `);
  expect(outcome).toMatchObject({ kind: 'ended', record: { run, events: [step(1)] } });
});

test('a training that is refused tells why; one that is stopped before its run does not', async () => {
  const error = { kind: 'experiment', code: 'unknown-key', message: 'Unknown key "epoch".' };
  const failed = JSON.stringify({ type: 'failed', error });
  const refused = await trainWith(`on('train', () => report(${failed}, () => process.exit(1)));`);
  expect(refused.outcome).toEqual({ kind: 'refused', experiment: '/data/adult.mtl.json', error });
  const cancelled = await trainWith(
    `on('train', () => report({ type: 'progress', text: 'Reading the data' }));
     on('stop', () => report(${failed}, () => process.exit(1)));`,
    'starting',
  );
  expect(cancelled.outcome.kind).toBe('cancelled');
  expect(cancelled.log).toContain('[adult] Reading the data');
});
