import { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';

/** The error that ends a run whose loss is no longer a number. */
export function divergence(
  part: 'training' | 'validation' | 'test',
  task: string,
  loss: number,
  step: number,
): MtlError {
  return new MtlError({
    kind: 'training',
    code: 'loss-not-finite',
    message: t`The ${part} loss of task '${task}' became ${loss} at step ${step}.`,
    hint: t`Lower training.optimizer.learningRate, or look for extreme values in the data; a regression target far from 0 trains better with "scale": "standard".`,
  });
}
