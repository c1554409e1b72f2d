import { MtlError } from '../shared/errors';
import { listed, t } from '../shared/l10n';
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
    message: t`There is no backend '${name}'.`,
    hint: t`Backends: ${listed(backends)}.`,
  });
}

/** Reads `--threads`. @throws MtlError of kind `usage` */
export function readThreads(text: string): number | 'auto' {
  return text === 'auto' ? text : readCount('--threads', text, t`, or auto`);
}

/** Reads the value of an option that is a number from 1 on. @throws MtlError of kind `usage` */
export function readCount(option: string, text: string, orElse = ''): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw usageError(t`${option} is a number from 1 on${orElse}, not '${text}'.`);
}
