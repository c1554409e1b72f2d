import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ScriptError } from '../../scripts/lib/console.mjs';
import { peakMegabytes } from './peakMemory.mjs';

/**
 * A way that runs in a process of its own, which lives over all rounds: it prints a line of JSON,
 * `{ figures, note }`, when it is open and warm, and one, `{ figures }`, after each round that a
 * line on its standard input asks for.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {import('./takeTurns.mjs').Way}
 */
export function childWay(name, command, args) {
  return { name, start: () => startChild(name, command, args) };
}

async function startChild(name, command, args) {
  const child = spawn(command, args, { stdio: 'pipe' });
  let errors = '';
  child.stderr.on('data', (data) => (errors += String(data)));
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      errors += error.message;
      resolve();
    });
    child.on('close', resolve);
  });
  // A child that has ended is reported when its answer is missing.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    await ended;
    throw new ScriptError(`${name} ended before it had measured`, { output: errors });
  };
  const { figures, note } = await answer();
  return {
    figures,
    note,
    async round() {
      child.stdin.write('\n');
      return (await answer()).figures;
    },
    async stop() {
      const peak = peakMegabytes(child.pid);
      child.kill();
      await ended;
      return peak === undefined ? {} : { 'peak MB': peak };
    },
  };
}
