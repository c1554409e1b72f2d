import { expect, test } from 'vitest';
import { inspectTable, scaffoldExperiment } from '../../../../src/extension/process/askTrainer';
import { fakeTrainer } from '../fakeTrainer';

const onOutput = (): void => undefined;

test('an error of the trainer keeps its code, hint and place', async () => {
  const error = {
    kind: 'data',
    code: 'ragged-row',
    message: 'Row 3 has 4 cells instead of 5.',
    location: { file: 'a.csv', line: 3, column: 1 },
  };
  const modulePath = await fakeTrainer(`
    on('inspect', () => report({ type: 'failed', error: ${JSON.stringify(error)} }, () => process.exit(1)));
  `);
  await expect(inspectTable({ modulePath, onOutput }, 'a.csv')).rejects.toMatchObject({
    report: error,
  });
});

test('a trainer that dies without an answer is an error with its last words', async () => {
  const modulePath = await fakeTrainer(
    `on('scaffold', () => { throw new Error('disk on fire'); });`,
  );
  const request = { template: 'adult', directory: '/x' };
  await expect(scaffoldExperiment({ modulePath, onOutput }, request)).rejects.toThrow(
    /exit code 1 .*disk on fire/s,
  );
});

test('a question that is not wanted any more ends its process', async () => {
  const modulePath = await fakeTrainer(`
    on('inspect', ({ dataFile }) => setInterval(() => 0, 1000));
  `);
  const cancel = new AbortController();
  const answer = inspectTable({ modulePath, onOutput, signal: cancel.signal }, 'a.csv');
  cancel.abort();
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
});
