import { expect, onTestFinished, test, vi } from 'vitest';
import { CheckProcess } from '../../../../src/extension/process/checkProcess';
import { fakeTrainer } from '../fakeTrainer';

const onOutput = (): void => undefined;

/** A trainer whose answer says which process it is and how often it was asked. */
const counting = `
  let asked = 0;
  on('check', ({ text }) => {
    if (text === 'crash') throw new Error('disk on fire');
    asked++;
    report({ type: 'checked', checked: { problems: [], leaks: [], pid: process.pid, asked } });
  });
  on('stop', () => process.exit(0));
`;

async function start(idle?: number): Promise<CheckProcess> {
  const checks = new CheckProcess({ modulePath: await fakeTrainer(counting), onOutput }, idle);
  onTestFinished(() => checks.dispose());
  return checks;
}

test('one process answers check after check', async () => {
  const checks = await start();
  expect(checks.isRunning).toBe(false);
  const first = await checks.check('a', 'f');
  const second = await checks.check('b', 'f');
  expect(first).toMatchObject({ asked: 1 });
  expect(second).toEqual({ ...first, asked: 2 });
});

test('a process without work ends; the next check starts another', async () => {
  const checks = await start(50);
  const first = await checks.check('a', 'f');
  await vi.waitFor(() => expect(checks.isRunning).toBe(false));
  const next = await checks.check('b', 'f');
  expect(next).toMatchObject({ asked: 1 });
  expect(next).not.toEqual(first);
});

test('a check that ends its process is an error, the next one gets another process', async () => {
  const checks = await start();
  await checks.check('a', 'f');
  await expect(checks.check('crash', 'f')).rejects.toThrow(/disk on fire/);
  expect(await checks.check('b', 'f')).toMatchObject({ asked: 1 });
});

test('a check that is under way when all ends is an error', async () => {
  const modulePath = await fakeTrainer(`on('check', () => undefined);`);
  const checks = new CheckProcess({ modulePath, onOutput });
  const answer = checks.check('a', 'f');
  checks.dispose();
  await expect(answer).rejects.toMatchObject({ report: { code: 'ended' } });
});
