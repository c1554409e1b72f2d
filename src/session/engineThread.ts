import { join } from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { EngineReport, EngineRequest } from '../worker/messages';

/** Reports after which the thread does nothing: it has ended, or waits until they are recorded. */
const atRest: ReadonlySet<EngineReport['type']> = new Set<EngineReport['type']>([
  'started',
  'events',
  'best',
  'predicted',
  'checkpoint',
  'ended',
  'failed',
  'defect',
]);

/** The status of a process that was interrupted. */
const interruptedStatus = 130;

/**
 * The thread in which data are loaded and a model is trained. It is loaded at once, so start it
 * before reading what it is to do.
 */
export class EngineThread {
  // libtensorflow reads its settings from the environment of the process.
  private readonly worker = new Worker(join(__dirname, 'engine.cjs'), { env: SHARE_ENV });
  private isBusy = false;

  /** @param onReport told what the engine reports, in order; a thread that breaks is a defect */
  constructor(private readonly onReport: (report: EngineReport) => void) {
    const broke = (error: unknown): void => this.receive({ type: 'defect', error });
    this.worker.on('message', (report: EngineReport) => this.receive(report));
    this.worker.on('error', broke);
    this.worker.on('messageerror', broke);
  }

  post(request: EngineRequest): void {
    if (['train', 'recorded'].includes(request.type)) this.isBusy = true;
    this.worker.postMessage(request);
  }

  /**
   * Ends the thread. While it computes it is left to the end of the process instead: a native call
   * that ends in a thread which is being ended aborts the process.
   */
  async end(): Promise<void> {
    if (this.isBusy) {
      this.worker.unref();
      process.on('exit', leaveBehind);
    } else await this.worker.terminate();
  }

  private receive(report: EngineReport): void {
    if (atRest.has(report.type)) this.isBusy = false;
    this.onReport(report);
  }
}

/** Ends the process by a signal: exit() would wait for the thread's call, which may take minutes. */
function leaveBehind(status: number): void {
  const signal = status === interruptedStatus ? 'SIGINT' : 'SIGKILL';
  process.kill(process.pid, signal);
}
