import { execFile, spawn } from 'node:child_process';
import { t } from '../../../shared/l10n';

export interface ToolOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Added to the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A program that could not start or failed; its message ends with what the program wrote last. */
export class ToolError extends Error {
  constructor(
    message: string,
    /** All that the program wrote. */
    readonly output = '',
  ) {
    super(message);
  }
}

const isWindows = process.platform === 'win32';
const shownLines = 20;

/**
 * Runs a program to its end. An abort ends it with all processes that it started, and so does the
 * end of this process.
 * @returns standard output
 * @throws ToolError; the signal's reason after an abort
 */
export async function runTool(
  command: string,
  args: readonly string[],
  { cwd, signal, env }: ToolOptions,
): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that it can be ended as a whole.
    detached: !isWindows,
    // Windows runs .cmd files in a shell only.
    shell: isWindows && command.endsWith('.cmd'),
    windowsHide: true,
  });
  const kill = (): void => killTree(child.pid);
  signal.addEventListener('abort', kill);
  process.on('exit', kill);
  try {
    return await new Promise((resolve, reject) => {
      let stdout = '';
      let output = '';
      child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (data: Buffer) => (output += data.toString()));
      }
      child.on('error', ({ message }) =>
        reject(new ToolError(t`cannot start ${command}: ${message}`)),
      );
      child.on('close', (status, by) => {
        if (status === 0) resolve(stdout);
        else
          reject(
            new ToolError(
              t`${command} ended with ${by ?? status ?? '?'}:${lastLines(output)}`,
              output,
            ),
          );
      });
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', kill);
    process.off('exit', kill);
  }
}

function lastLines(output: string): string {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines
    .slice(-shownLines)
    .map((line) => `\n    ${line.trim()}`)
    .join('');
}

function killTree(pid: number | undefined): void {
  if (pid === undefined) return;
  if (isWindows) {
    execFile('taskkill', ['/pid', String(pid), '/t', '/f'], () => undefined);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
