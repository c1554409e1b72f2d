import { totalmem } from 'node:os';

/** Share of the memory from which on a person is warned. */
export const warningShare = 0.25;

/** Bytes of the machine, or what a container leaves of them. */
export function usableMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

/** Bytes as text: `1.5 GB`. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
