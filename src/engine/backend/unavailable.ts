import { messageOf, MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';

/** A backend whose package or native library cannot be loaded here. */
export function backendUnavailable(name: string, cause: unknown, hint: string): MtlError {
  // Node.js appends the list of files that required the missing one.
  const [reason = ''] = messageOf(cause).split('\n');
  return new MtlError(
    {
      kind: 'backend',
      code: 'backend-unavailable',
      message: t`${name} cannot be used here: ${reason.trim()}`,
      hint,
    },
    { cause },
  );
}
