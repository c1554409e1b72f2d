import type { ErrorReport } from '../shared/errors';
import { sentences, t } from '../shared/l10n';

/** An error in the words of a notification: where, what, what to do; the log has the rest. */
export function errorText({ message, hint, location, others = [] }: ErrorReport): string {
  const file = location?.file.split(/[\\/]/).at(-1);
  return sentences([
    ...(file && location?.line !== undefined ? [t`${file}, line ${location.line}:`] : []),
    /[.!?。？！]$/.test(message) ? message : t`${message}.`,
    ...(hint ? [hint] : []),
    ...(others.length > 0 ? [t`(${others.length} more in the log)`] : []),
  ]);
}
