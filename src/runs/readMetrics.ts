import { open } from 'node:fs/promises';
import { decodeEvent, type TrainingEvent } from '../shared/events';
import { runFiles } from './runFiles';

/** Lines of `metrics.jsonl` and where to go on reading. */
export interface MetricsPart {
  readonly events: readonly TrainingEvent[];
  /** Byte after the last complete line; hand it to the next call. */
  readonly offset: number;
  /** Complete lines that are not events: the file was damaged. */
  readonly unreadable: number;
}

/**
 * Reads the events of a run from a byte offset on, while the run may still be writing: an
 * unfinished last line is left for the next call. No file reads as no events.
 */
export async function readMetrics(directory: string, offset = 0): Promise<MetricsPart> {
  const text = await readFrom(runFiles(directory).metrics, offset);
  const end = text.lastIndexOf('\n') + 1;
  const events: TrainingEvent[] = [];
  let unreadable = 0;
  for (const line of text.toString('utf8', 0, end).split('\n').slice(0, -1)) {
    try {
      events.push(decodeEvent(line));
    } catch {
      unreadable++;
    }
  }
  return { events, offset: offset + end, unreadable };
}

async function readFrom(file: string, offset: number): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(Math.max(0, size - offset));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
