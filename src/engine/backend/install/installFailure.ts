import { MtlError, type ErrorReport } from '../../../shared/errors';

/** tfjs-node could not be installed; `others` are the reasons of the single steps. */
export function installFailure(
  code: string,
  message: string,
  hint: string,
  others?: readonly ErrorReport[],
): MtlError {
  return new MtlError({ kind: 'backend', code, message, hint, ...(others && { others }) });
}
