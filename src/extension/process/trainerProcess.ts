import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  envelope,
  isEnvelope,
  type TrainerReport,
  type TrainerRequest,
} from '../../shared/messages';
import { languageEnv } from '../languageEnv';

/** How long the trainer has, in milliseconds, after each rung of the stop ladder. */
export interface StopLadder {
  /** From the stop message (or the last report) to SIGTERM. */
  readonly terminateAfter: number;
  /** From SIGTERM to SIGKILL. */
  readonly killAfter: number;
}

export interface TrainerOptions {
  /** The built trainer: `dist/trainer.cjs`. */
  readonly modulePath: string;
  readonly onReport: (report: TrainerReport) => void;
  readonly onOutput: (line: string, stream: 'stdout' | 'stderr') => void;
  readonly ladder?: StopLadder;
}

/** How the process went away. */
export interface TrainerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of its standard error. */
  readonly lastLines: readonly string[];
}

type State =
  | { readonly kind: 'running' }
  | { readonly kind: 'stopping'; readonly timers: readonly NodeJS.Timeout[] }
  | { readonly kind: 'exited'; readonly exit: TrainerExit };

const keptLines = 10;
export const defaultLadder: StopLadder = { terminateAfter: 5000, killAfter: 2000 };
const lastReports = new Set([
  'ended',
  'failed',
  'inspected',
  'scaffolded',
  'answered',
  'installed',
]);

/**
 * One trainer as a child process: typed messages both ways, its output line by line, and a stop
 * ladder (message, SIGTERM, SIGKILL) that no trainer outlives. It serves one request,
 * or checks experiments until it is stopped.
 */
export class TrainerProcess {
  /** Settles when the process is gone and its output has been read; never rejects. */
  readonly exited: Promise<TrainerExit>;
  private state: State = { kind: 'running' };
  private readonly child: ChildProcess;
  private readonly ladder: StopLadder;
  private readonly lastLines: string[] = [];

  constructor(private readonly options: TrainerOptions) {
    this.ladder = options.ladder ?? defaultLadder;
    this.child = fork(options.modulePath, [], {
      env: { ...process.env, ...languageEnv(), ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
      // What ends the group of this process, Ctrl-C in a terminal say, leaves the run alone.
      detached: true,
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.forwardLines(this.child.stdout, 'stdout');
    this.forwardLines(this.child.stderr, 'stderr');
    this.child.on('message', (message) => this.receive(message));
    this.exited = new Promise((resolve) => {
      const settle = (code: number | null, signal: NodeJS.Signals | null): void =>
        resolve(this.recordExit(code, signal));
      this.child.on('close', settle);
      this.child.on('error', (error) => {
        this.keepLine(error.message, 'stderr');
        if (this.child.pid === undefined) settle(null, null);
      });
    });
  }

  send(request: TrainerRequest): void {
    if (!this.child.connected) return;
    this.child.send(envelope(request), (error) => {
      if (error) this.options.onOutput(`message not delivered: ${error.message}`, 'stderr');
    });
  }

  /** Asks the trainer to stop, and makes it stop when it does not. */
  stop(): void {
    if (this.state.kind !== 'running') return;
    this.send({ type: 'stop' });
    this.expectExit();
  }

  /** Leaves the trainer to itself: see `graceSeconds` of its request. */
  leave(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private receive(message: unknown): void {
    if (!isTrainerReport(message)) {
      this.options.onOutput('ignored a message that is not the trainer protocol', 'stderr');
      return;
    }
    this.options.onReport(message);
    if (lastReports.has(message.type)) this.expectExit();
  }

  private expectExit(): void {
    if (this.state.kind !== 'running') return;
    const { terminateAfter, killAfter } = this.ladder;
    const timers = [
      setTimeout(() => this.child.kill('SIGTERM'), terminateAfter),
      setTimeout(() => this.child.kill('SIGKILL'), terminateAfter + killAfter),
    ];
    this.state = { kind: 'stopping', timers };
  }

  private recordExit(code: number | null, signal: NodeJS.Signals | null): TrainerExit {
    if (this.state.kind === 'exited') return this.state.exit;
    if (this.state.kind === 'stopping') this.state.timers.forEach((timer) => clearTimeout(timer));
    const exit = { code, signal, lastLines: this.lastLines };
    this.state = { kind: 'exited', exit };
    return exit;
  }

  private forwardLines(stream: Readable | null, name: 'stdout' | 'stderr'): void {
    if (stream) createInterface({ input: stream }).on('line', (line) => this.keepLine(line, name));
  }

  private keepLine(line: string, name: 'stdout' | 'stderr'): void {
    this.options.onOutput(line, name);
    if (name === 'stdout' || line.trim() === '') return;
    this.lastLines.push(line);
    if (this.lastLines.length > keptLines) this.lastLines.shift();
  }
}

const reportTypes: Readonly<Record<TrainerReport['type'], true>> = {
  started: true,
  events: true,
  changed: true,
  progress: true,
  ended: true,
  failed: true,
  resolved: true,
  inspected: true,
  scaffolded: true,
  checked: true,
  answered: true,
  installed: true,
};

function isTrainerReport(message: unknown): message is TrainerReport {
  return isEnvelope(message) && Object.hasOwn(reportTypes, message.type);
}
