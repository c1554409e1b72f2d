import { MtlError } from '../shared/errors';
import type { BackendChoice } from '../shared/messages';
import { usageError } from './command';

export const backends: readonly BackendChoice[] = ['auto', 'onnxruntime', 'tfjs-node', 'cpu'];

/** Reads `--backend`. @throws MtlError of kind `backend` */
export function readBackend(name: string): BackendChoice {
  const known = backends.find((backend) => backend === name);
  if (known) return known;
  throw new MtlError({
    kind: 'backend',
    code: 'unknown-backend',
    message: `There is no backend '${name}'.`,
    hint: `Backends: ${backends.join(', ')}.`,
  });
}

/** Reads `--threads`. @throws MtlError of kind `usage` */
export function readThreads(text: string): number | 'auto' {
  return text === 'auto' ? text : readCount('--threads', text, ', or auto');
}

/** Reads the value of an option that is a number from 1 on. @throws MtlError of kind `usage` */
export function readCount(option: string, text: string, orElse = ''): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw usageError(`${option} is a number from 1 on${orElse}, not '${text}'.`);
}
