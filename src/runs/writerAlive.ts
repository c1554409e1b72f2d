import { stat } from 'node:fs/promises';
import { uptime } from 'node:os';

/** Whether the process that wrote a file is still there; none is from before the last boot. */
export async function isWriterAlive(file: string, pid: number): Promise<boolean> {
  const boot = Date.now() - uptime() * 1000;
  const written = (await stat(file)).mtimeMs;
  if (written < boot) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
