import { MtlError } from '../shared/errors';
import { t } from '../shared/l10n';

/**
 * Errors of the file system (no space, no permission, folder removed) as errors a person can act
 * on; everything else as it is.
 */
export function explainFileError(error: unknown): unknown {
  if (!isFileError(error)) return error;
  return new MtlError(
    {
      kind: 'data',
      code: 'file-system',
      message: t`A file could not be used: ${error.message}`,
      hint: t`Check that the folder is there, may be written and has space left.`,
      location: { file: error.path },
    },
    { cause: error },
  );
}

function isFileError(error: unknown): error is NodeJS.ErrnoException & { readonly path: string } {
  return (
    error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string'
  );
}
