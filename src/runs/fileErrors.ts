import { MtlError } from '../shared/errors';
import { t } from '../shared/l10n';

/**
 * Errors of the file system (no space, no permission, folder removed) as errors a person can act
 * on; everything else as it is.
 */
export function explainFileError(error: unknown): unknown {
  return isFileError(error) ? fileError(error, error.path) : error;
}

/** What an error says that the file system gave. @param file its path, where that is known */
export function fileError(error: Error, file?: string): MtlError {
  return new MtlError(
    {
      kind: 'data',
      code: 'file-system',
      message: t`A file could not be used: ${error.message}`,
      hint: t`Check that the folder is there, may be written and has space left.`,
      ...(file !== undefined && { location: { file } }),
    },
    { cause: error },
  );
}

function isFileError(error: unknown): error is NodeJS.ErrnoException & { readonly path: string } {
  return (
    error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string'
  );
}
