import type { ErrorReport } from '../shared/errors';
import { encodeJson } from '../shared/events';
import type { RunInfo } from '../shared/run';
import { writeFileAtomic } from './atomicFile';
import { readRun } from './readRun';
import { runFiles } from './runFiles';

/**
 * Marks a run as ended that could not end by itself: its process is about to go, or is gone.
 * A run that has ended stays as it is.
 */
export async function endRun(
  directory: string,
  status: 'stopped' | 'failed',
  error?: ErrorReport,
): Promise<RunInfo> {
  const run = await readRun(directory);
  if (run.end !== undefined) return run;
  const ended = {
    ...run,
    ...(run.paused && { paused: false }),
    status,
    end: new Date().toISOString(),
    ...(error && { error }),
  };
  await writeFileAtomic(runFiles(directory).run, `${encodeJson(ended, 2)}\n`);
  return ended;
}
