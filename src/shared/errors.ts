import { t } from './l10n';

/** Where in a user's file an error is; lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * What went wrong, by who has to act:
 * - `usage`: the command line was misused
 * - `experiment`: the experiment file is not valid
 * - `data`: a data or weight file does not fit the experiment
 * - `backend`: the requested backend cannot run here
 * - `training`: training started and failed (a loss that is not finite, say)
 * - `internal`: a defect of MTL Lab itself
 */
export type ErrorKind = 'usage' | 'experiment' | 'data' | 'backend' | 'training' | 'internal';

/** An error as plain data: what crosses process boundaries and is written to `run.json`. */
export interface ErrorReport {
  readonly kind: ErrorKind;
  /** Stable identifier in kebab-case, for example `unknown-column`. */
  readonly code: string;
  readonly message: string;
  /** What the person can do about it. */
  readonly hint?: string;
  /** The name or value that was likely meant by the one that is wrong. */
  readonly likely?: string;
  readonly location?: SourceLocation;
  /** Further errors of the same file, when several were found at once. */
  readonly others?: readonly ErrorReport[];
}

/** An error that a person can act on: a code, a message, a hint, and a place in a file. */
export class MtlError extends Error {
  readonly report: ErrorReport;

  constructor(report: ErrorReport, options?: ErrorOptions) {
    super(report.message, options);
    this.name = 'MtlError';
    this.report = report;
  }
}

/** What anything thrown says. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Turns anything thrown into a report; what is not an {@link MtlError} becomes `internal`. */
export function toErrorReport(thrown: unknown): ErrorReport {
  if (thrown instanceof MtlError) return thrown.report;
  return {
    kind: 'internal',
    code: 'unexpected',
    message: messageOf(thrown),
    hint: t`This is a defect of MTL Lab. Please report it with the log.`,
  };
}

/** `file:line:column`, as terminals and editors make it clickable. */
export function formatLocation({ file, line, column }: SourceLocation): string {
  return [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':');
}

/** The report as text for a terminal or a log: location, message, hint, then the other errors. */
export function formatError(report: ErrorReport): string {
  const where = report.location ? `${formatLocation(report.location)}: ` : '';
  const hint = report.hint ? `\n  ${report.hint}` : '';
  const others = (report.others ?? []).map((other) => `\n${formatError(other)}`).join('');
  return `${where}${report.message}${hint}${others}`;
}
