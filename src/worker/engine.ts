/** The thread of the engine: trains one experiment for the main thread, which stays free for Stop. */
import { parentPort } from 'node:worker_threads';
import { MtlError } from '../shared/errors';
import { MainThread } from './mainThread';
import type { EngineJob } from './messages';
import { trainJob } from './trainJob';

if (!parentPort) throw new Error('the engine is started as a thread');
const stop = new AbortController();
const main = new MainThread(parentPort, (request) => {
  if (request.type === 'train') void run(request.job);
  else stop.abort();
});

async function run(job: EngineJob): Promise<void> {
  try {
    main.post({ type: 'ended', result: await trainJob(job, main, stop.signal) });
  } catch (error) {
    main.post(
      error instanceof MtlError
        ? { type: 'failed', error: error.report }
        : { type: 'defect', error },
    );
  }
}
