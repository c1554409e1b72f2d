import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  envelope,
  type BackendChoice,
  type TrainerReport,
  type TrainerRequest,
} from '../../src/shared/messages';

/** The path of a built program. @throws Error when it has not been built */
export function built(name: 'trainer.cjs' | 'cli.cjs'): string {
  const path = resolve('dist', name);
  if (!existsSync(path)) throw new Error(`dist/${name} is not there: run npm run build first`);
  return path;
}

/** The built trainer as a child of the test, as the editor starts it. */
export class TrainerChild {
  readonly reports: TrainerReport[] = [];
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  output = '';
  private readonly child: ChildProcess;
  private readonly waiting = new Set<() => void>();

  /** @param env added to the environment */
  constructor(env?: NodeJS.ProcessEnv) {
    this.child = fork(built('trainer.cjs'), [], {
      execArgv: [],
      env: { ...process.env, ...env },
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    onTestFinished(() => void this.child.kill('SIGKILL'));
    const keep = (chunk: Buffer): void => void (this.output += chunk.toString());
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.child.on('message', (message) => {
      this.reports.push(message as TrainerReport);
      this.waiting.forEach((check) => check());
    });
    this.exited = new Promise((settle) => {
      this.child.on('close', (code, signal) => settle({ code, signal }));
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  send(request: TrainerRequest): this {
    this.child.send(envelope(request));
    return this;
  }

  train(experimentFile: string, backend: BackendChoice = 'auto'): this {
    return this.send({ type: 'train', experimentFile, backend, threads: 1, graceSeconds: 0 });
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The reports of one type, in order. */
  all<Type extends TrainerReport['type']>(type: Type): Extract<TrainerReport, { type: Type }>[] {
    return this.reports.filter(
      (report): report is Extract<TrainerReport, { type: Type }> => report.type === type,
    );
  }

  /** Resolves once `condition` holds. @throws Error when the trainer exits before */
  async until(condition: (trainer: this) => boolean): Promise<void> {
    const met = new Promise<void>((settle) => {
      const check = (): void => {
        if (!condition(this)) return;
        this.waiting.delete(check);
        settle();
      };
      this.waiting.add(check);
      check();
    });
    const gone = this.exited.then(({ code, signal }) => {
      if (condition(this)) return;
      throw new Error(`the trainer exited (${code ?? signal}) too early: ${this.output}`);
    });
    await Promise.race([met, gone]);
  }
}
