import { spawn, type ChildProcess } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { built } from './trainerChild';

export interface CommandResult {
  /** Null when a signal ended it, which shells show as 128 and the signal's number. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly result: Promise<CommandResult>;
  /** Resolves once `text` has been written to standard output or standard error. */
  readonly wrote: (text: string) => Promise<void>;
}

/**
 * Starts the built `mtl-lab` as a user would.
 * @param env added to the environment
 */
export function startMtlLab(
  args: readonly string[],
  cwd?: string,
  env?: NodeJS.ProcessEnv,
): RunningCommand {
  const child = spawn(process.execPath, [built('cli.cjs'), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const changed = (): void => watchers.forEach((watcher) => watcher());
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    changed();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    changed();
  });
  const result = new Promise<CommandResult>((settle) => {
    child.on('close', (status, signal) => settle({ status, signal, stdout, stderr }));
  });
  const wrote = (text: string): Promise<void> =>
    new Promise((settle, reject) => {
      const check = (): void => {
        if (stdout.includes(text) || stderr.includes(text)) settle();
      };
      watchers.add(check);
      check();
      void result.then(() => reject(new Error(`'${text}' never came: ${stdout}${stderr}`)));
    });
  return { child, result, wrote };
}

/** Runs the built `mtl-lab` to its end. */
export function mtlLab(
  args: readonly string[],
  cwd?: string,
  env?: NodeJS.ProcessEnv,
): Promise<CommandResult> {
  return startMtlLab(args, cwd, env).result;
}
