import { createReadStream } from 'node:fs';
import { decodeEvent } from '../shared/events';
import { SeriesBuilder, type RunSeries } from '../shared/runSeries';
import { runFiles } from './runFiles';

/** Bytes that are read before other work has its turn. */
const blockBytes = 2 ** 20;
const lineEnd = 10;

/**
 * Reads the columns of a run from `metrics.jsonl`, which may still be growing: an unfinished last
 * line is left out, and lines that are not events. No file reads as empty columns.
 */
export async function readSeries(directory: string, tasks: readonly string[]): Promise<RunSeries> {
  const builder = new SeriesBuilder(tasks);
  let rest: Buffer = Buffer.alloc(0);
  const stream = createReadStream(runFiles(directory).metrics, { highWaterMark: blockBytes });
  try {
    for await (const block of stream as AsyncIterable<Buffer>) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block;
      const end = bytes.lastIndexOf(lineEnd) + 1;
      for (const line of bytes.toString('utf8', 0, end).split('\n')) addLine(builder, line);
      rest = bytes.subarray(end);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return builder.build();
}

function addLine(builder: SeriesBuilder, line: string): void {
  if (line === '') return;
  try {
    builder.add(decodeEvent(line), line);
  } catch {
    // The file was damaged there.
  }
}
