import { MtlError, type SourceLocation } from '../../shared/errors';

/** Something wrong with the code of an own model, which its author can put right. */
export function moduleError(
  code: string,
  message: string,
  location: SourceLocation,
  { hint, cause }: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
): MtlError {
  const report = { kind: 'experiment', code, message, location } as const;
  return new MtlError(hint === undefined ? report : { ...report, hint }, { cause });
}
