/**
 * The thread of the engine: trains one experiment for the main thread, which stays free for Stop, or
 * draws a model whose code must not run there.
 */
import '../language/processLanguage';
import { parentPort } from 'node:worker_threads';
import { MtlError } from '../shared/errors';
import { MainThread } from './mainThread';
import { drawJob } from './drawJob';
import type { EngineReport } from './messages';
import { PauseGate } from './pauseGate';
import { trainJob } from './trainJob';

if (!parentPort) throw new Error('the engine is started as a thread');
const stop = new AbortController();
const gate = new PauseGate((paused) => main.post({ type: 'paused', paused }));
const main = new MainThread(parentPort, (request) => {
  switch (request.type) {
    case 'train':
      return void report(async () => ({
        type: 'ended',
        result: await trainJob(request.job, main, stop.signal, gate),
      }));
    case 'draw':
      return void report(async () => ({ type: 'drawn', model: await drawJob(request.job) }));
    case 'stop':
      return stop.abort();
    case 'pause':
    case 'step':
    case 'continue':
      return gate[request.type]();
  }
});

async function report(work: () => Promise<EngineReport>): Promise<void> {
  try {
    main.post(await work());
  } catch (error) {
    main.post(
      error instanceof MtlError
        ? { type: 'failed', error: error.report }
        : { type: 'defect', error },
    );
  }
}
