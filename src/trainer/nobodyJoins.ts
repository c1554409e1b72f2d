import { unwatchFile, watchFile } from 'node:fs';
import { runFiles } from '../runs/runFiles';
import type { AttendedRun } from './serve';

/** Milliseconds between two looks for a sign of life. */
const interval = 1000;

/**
 * Resolves when for the run's grace nobody has touched its `control.json`, as a process does that
 * has joined the run. Looks are counted, not time: what sleeps with the machine is not gone.
 */
export function nobodyJoins({ directory, graceSeconds }: AttendedRun): Promise<void> {
  const { control } = runFiles(directory);
  return new Promise((resolve) => {
    let quiet = 0;
    const heard = (): void => void (quiet = 0);
    watchFile(control, { interval, persistent: false }, heard);
    const timer = setInterval(() => {
      quiet += interval / 1000;
      if (quiet < graceSeconds) return;
      clearInterval(timer);
      unwatchFile(control, heard);
      resolve();
    }, interval);
  });
}
