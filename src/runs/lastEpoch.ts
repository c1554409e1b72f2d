import { open, type FileHandle } from 'node:fs/promises';
import { decodeEvent, type EpochEvent } from '../shared/events';
import { runFiles } from './runFiles';

/** Bytes that hold the newest epoch of most runs. */
const firstLook = 2 ** 15;
const epochStart = '{"type":"epoch"';

/**
 * The newest epoch of a run, looked for from the end of `metrics.jsonl`, so that a long run is as
 * quick as a short one; undefined before the first.
 */
export async function readLastEpoch(directory: string): Promise<EpochEvent | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(runFiles(directory).metrics);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    for (let length = firstLook; ; length *= 4) {
      const tail = Buffer.alloc(Math.min(size, length));
      await handle.read(tail, 0, tail.length, size - tail.length);
      const found = lastEpochIn(tail.toString('utf8'));
      if (found || length >= size) return found;
    }
  } finally {
    await handle.close();
  }
}

function lastEpochIn(text: string): EpochEvent | undefined {
  const line = text
    .split('\n')
    .slice(0, -1)
    .findLast((each) => each.startsWith(epochStart));
  if (line === undefined) return undefined;
  try {
    return decodeEvent(line) as EpochEvent;
  } catch {
    return undefined;
  }
}
