import { existsSync } from 'node:fs';
import type { Encoding } from '../shared/encoding';
import { MtlError } from '../shared/errors';
import type { NamedTensor } from '../shared/weights';
import { readEncoding } from './encodingFile';
import type { FoundRun } from './readRun';
import { runFiles } from './runFiles';
import { readSafetensors } from './safetensors';
import { t } from '../shared/l10n';

/**
 * Reads a run's best weights, and how rows become numbers for them.
 * @throws MtlError of kind `data` when the run has no weights yet or is of an earlier version
 */
export async function readTrained({
  directory,
  run,
}: FoundRun): Promise<{ readonly encoding: Encoding; readonly weights: readonly NamedTensor[] }> {
  const files = runFiles(directory);
  if (!existsSync(files.weights)) {
    throw new MtlError({
      kind: 'data',
      code: 'no-weights',
      message: t`The run ${run.id} has no weights: it has not got to the end of an epoch.`,
      hint: t`Wait for its first epoch, or go on with it by mtl-lab train --resume.`,
      location: { file: files.weights },
    });
  }
  const encoding = await readEncoding(directory);
  const { tensors } = await readSafetensors(files.weights);
  return { encoding, weights: tensors };
}
