import { once, EventEmitter } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WatchedFiles } from '../../../../src/extension/editor/watchedFiles';
import { temporaryFolder } from '../../runs/exampleRun';

test('a file is seen to come, to change and to go, also in a folder that is not there yet', async () => {
  const folder = join(await temporaryFolder(), 'not yet [1]');
  const file = join(folder, 'a #1.csv');
  const files = new WatchedFiles();
  onTestFinished(() => files.dispose());
  const seen = new EventEmitter();
  files.watch('experiment', [file], () => seen.emit('change'));
  await untilSeen(seen, async () => {
    await mkdir(folder, { recursive: true });
    await writeAnew(file);
  });
  await untilSeen(seen, () => writeAnew(file));
  await untilSeen(seen, () => rm(folder, { recursive: true, force: true }));
});

test('what an owner does not name any more is not watched for it', async () => {
  const folder = await temporaryFolder();
  const [before, after] = [join(folder, 'before.csv'), join(folder, 'after.csv')];
  for (const file of [before, after]) await writeFile(file, 'x');
  const files = new WatchedFiles();
  onTestFinished(() => files.dispose());
  const seen = new EventEmitter();
  files.watch('experiment', [before], () => expect.unreachable());
  files.watch('experiment', [after], () => seen.emit('change'));
  await writeAnew(before);
  await untilSeen(seen, () => writeAnew(after));
});

function writeAnew(file: string): Promise<void> {
  return writeFile(file, String(Math.random()));
}

/** Again and again: a change before the first look at a file is none. */
async function untilSeen(seen: EventEmitter, change: () => Promise<void>): Promise<void> {
  const changed = once(seen, 'change');
  await change();
  const again = setInterval(() => void change(), 2000);
  await changed.finally(() => clearInterval(again));
}
