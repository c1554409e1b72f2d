import { MtlError } from '../shared/errors';
import { decodeJson, encodeJson } from '../shared/events';
import { t } from '../shared/l10n';
import type { Checkpoint } from '../shared/weights';
import { encodeSafetensors, readSafetensors } from './safetensors';
import { runFiles } from './runFiles';

/** A checkpoint with the place in the run's record where it was taken. */
export interface StoredCheckpoint extends Checkpoint {
  /** Length of `metrics.jsonl` at that moment: what follows is not part of the checkpoint. */
  readonly metricsBytes: number;
}

const key = 'checkpoint';

export function encodeCheckpoint({ tensors, ...rest }: StoredCheckpoint): Uint8Array {
  return encodeSafetensors({ tensors, metadata: { [key]: encodeJson(rest) } });
}

/** @throws MtlError of kind `data` when there is no checkpoint or it is damaged */
export async function readCheckpoint(directory: string): Promise<StoredCheckpoint> {
  const file = runFiles(directory).checkpoint;
  const { tensors, metadata } = await readSafetensors(file);
  const rest = metadata[key] === undefined ? undefined : decodeJson(metadata[key]);
  if (!isPosition(rest)) {
    throw new MtlError({
      kind: 'data',
      code: 'not-a-checkpoint',
      message: t`The file holds weights but not where the training was.`,
      location: { file },
    });
  }
  return { ...rest, tensors };
}

function isPosition(value: unknown): value is Omit<StoredCheckpoint, 'tensors'> {
  if (typeof value !== 'object' || value === null) return false;
  const { steps, metricsBytes, position } = value as Partial<StoredCheckpoint>;
  return (
    Number.isSafeInteger(steps) &&
    Number.isSafeInteger(metricsBytes) &&
    typeof position === 'object'
  );
}
