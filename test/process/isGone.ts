import { setTimeout as delay } from 'node:timers/promises';

/** Resolves once there is no such process. */
export async function isGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await delay(50);
  }
}
