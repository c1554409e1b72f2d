import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { isTrialReport, type TrialReport } from './trialReport';

/** How the process of a trial ended. */
export interface TrialExit {
  /** Undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** The end of what it wrote to standard error. */
  readonly errors: string;
}

/** Characters kept of standard error. */
const keptErrors = 20_000;

/**
 * `mtl-lab train` as a child process. It stops, after a checkpoint, when the channel to it closes,
 * which also happens when this process dies.
 */
export class TrialProcess {
  readonly ended: Promise<TrialExit>;
  private readonly child: ChildProcess;

  /** @param args what follows `mtl-lab train` */
  constructor(args: readonly string[], onReport: (report: TrialReport) => void) {
    this.child = fork(join(__dirname, 'cli.cjs'), ['train', ...args], {
      execArgv: [],
      // In an editor's Node.js the program is the editor unless this is set.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.on('message', (message) => {
      if (isTrialReport(message)) onReport(message);
    });
    let errors = '';
    this.child.stderr?.on('data', (chunk: Buffer) => {
      errors = `${errors}${chunk.toString()}`.slice(-keptErrors);
    });
    this.ended = new Promise((settle, reject) => {
      this.child.on('error', reject);
      this.child.on('close', (status, signal) =>
        settle({ status: status ?? undefined, signal: signal ?? undefined, errors }),
      );
    });
  }

  /** Lets it stop after a checkpoint. */
  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }
}
