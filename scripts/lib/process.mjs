import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScriptError } from './console.mjs';

/** The top folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const isWindows = process.platform === 'win32';

/**
 * Runs a program to its end and returns what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, what?: string, hint?: string }} [options]
 * @returns {Promise<string>} standard output and standard error together
 * @throws {ScriptError} when it cannot start or exits with another status than 0
 */
export function run(command, args, { cwd = root, env = process.env, what, hint } = {}) {
  const name = what ?? [path.basename(command), ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: needsShell(command),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => (output += String(data)));
    child.on('error', (error) =>
      reject(new ScriptError(`${name} could not start: ${error.message}`, { hint })),
    );
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(new ScriptError(`${name} failed (${signal ?? `exit ${code}`})`, { output, hint }));
    });
  });
}

/**
 * Runs a program on this terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit status
 */
export function runInherited(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit', shell: needsShell(command) });
    // Ctrl-C reaches the child as well: this process waits for how it ends.
    const wait = () => undefined;
    process.on('SIGINT', wait);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/**
 * Runs npm: the one that runs this script, otherwise the one on the PATH.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, what?: string, hint?: string }} [options]
 */
export function npm(args, options) {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own)) return run(process.execPath, [own, ...args], options);
  return run(isWindows ? 'npm.cmd' : 'npm', args, options);
}

/**
 * The first of these programs that is on the PATH.
 * @param {readonly string[]} names
 */
export function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const endings = isWindows ? ['.cmd', '.exe'] : [''];
  for (const name of names)
    for (const folder of folders)
      for (const ending of endings) {
        const file = path.join(folder, name + ending);
        if (existsSync(file)) return file;
      }
  return undefined;
}

/** Windows runs .cmd files in a shell only. */
function needsShell(command) {
  return isWindows && command.endsWith('.cmd');
}
