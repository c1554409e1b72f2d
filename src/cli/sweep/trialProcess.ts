import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
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
    this.ended = this.end();
  }

  /** Lets it stop after a checkpoint. */
  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private async end(): Promise<TrialExit> {
    const errors = this.child.stderr ? tail(this.child.stderr.setEncoding('utf8')) : '';
    // Not the event close: it does not come after disconnect().
    const [status, signal] = (await once(this.child, 'exit')) as [
      number | null,
      NodeJS.Signals | null,
    ];
    return { status: status ?? undefined, signal: signal ?? undefined, errors: await errors };
  }
}

/** The last characters of a stream, once it has ended. */
async function tail(stream: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text = `${text}${chunk}`.slice(-keptErrors);
  return text;
}
