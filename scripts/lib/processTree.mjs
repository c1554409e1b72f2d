import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

const patience = 5000;

/**
 * Ends a child that was started with `detached: true`, and all that it started.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stopProcessTree(child) {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + patience;
  while (signalGroup(pid, 0) && Date.now() < deadline) await wait(50);
  signalGroup(pid, 'SIGKILL');
}

/** @returns {boolean} whether the process group still has a process */
function signalGroup(pid, signal) {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
