import type { ErrorReport } from '../shared/errors';

/** An error in the words of a notification: where, what, what to do; the log has the rest. */
export function errorText({ message, hint, location, others = [] }: ErrorReport): string {
  const file = location?.file.split(/[\\/]/).at(-1);
  return [
    ...(file && location?.line !== undefined ? [`${file}, line ${location.line}:`] : []),
    /[.!?]$/.test(message) ? message : `${message}.`,
    ...(hint ? [hint] : []),
    ...(others.length > 0 ? [`(${others.length} more in the log)`] : []),
  ].join(' ');
}
