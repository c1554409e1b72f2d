import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RunFollower } from '../../../../src/extension/metrics/runFollower';
import { readRunRecord } from '../../../../src/extension/training/runRecord';
import { RunWriter } from '../../../../src/runs/runWriter';
import type { TrainingEvent } from '../../../../src/shared/events';
import { step, temporaryFolder } from '../../runs/exampleRun';
import { exampleRecord } from '../exampleRecord';

test('a run that another process trains is followed to its end, each event once', async () => {
  const directory = join(await temporaryFolder(), 'run');
  const { run, model } = exampleRecord({ status: 'running' });
  const writer = await RunWriter.create(directory, run);
  onTestFinished(() => writer.close());
  await writer.writeModel(model);
  writer.appendEvents([step(1)]);
  const { record, offset } = await readRunRecord(directory);

  const followed: TrainingEvent[] = [];
  writer.appendEvents([step(2)]);
  await new Promise<void>((resolve, reject) => {
    const follower = new RunFollower(record, offset, {
      onEvents: (events) => {
        followed.push(...events);
        if (followed.length === 1) writer.appendEvents([step(3), step(4)]);
        else void writer.update({ status: 'completed' });
      },
      onChange: resolve,
      onError: (error) => reject(new Error(error.message)),
    });
    onTestFinished(() => follower.dispose());
  });
  expect(followed).toEqual([step(2), step(3), step(4)]);
  expect(record.events).toEqual([step(1), step(2), step(3), step(4)]);
  expect(record.run.status).toBe('completed');
});
