import { readFileSync } from 'node:fs';

/** Peak resident memory of a process, where the system tells it. */
export function peakMegabytes(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return undefined;
  }
}
