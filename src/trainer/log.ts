import { inspect } from 'node:util';

/** Writes an error with its stack to standard error, which the parent keeps as the log. */
export function logError(error: unknown): void {
  process.stderr.write(`${inspect(error)}\n`);
}
