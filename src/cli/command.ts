import { parseArgs, type ParseArgsConfig } from 'node:util';
import { MtlError, type ErrorReport } from '../shared/errors';
import { t } from '../shared/l10n';

/** One of the commands of `mtl-lab`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows `mtl-lab <name>`, and what it means. */
  readonly help: string;
  /** @returns the exit status. @throws MtlError */
  run(args: readonly string[]): Promise<number>;
}

export const exitStatus = {
  done: 0,
  trainingFailed: 1,
  badInput: 2,
  noSuchBackend: 3,
  interrupted: 130,
} as const;

export function exitStatusOf({ kind, code }: ErrorReport): number {
  if (code === 'interrupted') return exitStatus.interrupted;
  if (kind === 'backend') return exitStatus.noSuchBackend;
  return kind === 'training' || kind === 'internal'
    ? exitStatus.trainingFailed
    : exitStatus.badInput;
}

/** `util.parseArgs` whose errors are an {@link MtlError} of kind `usage`. */
export function parseArguments<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Only the first sentence: the rest explains how to pass such a text as a positional argument.
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw usageError(message);
  }
}

export function usageError(message: string, hint = t`See mtl-lab --help.`): MtlError {
  return new MtlError({ kind: 'usage', code: 'bad-usage', message, hint });
}

/** The only positional argument. @throws MtlError when there is none or more than one */
export function onlyPositional(positionals: readonly string[], what: string): string {
  const [first, ...rest] = positionals;
  if (first === undefined) throw usageError(t`Name ${what}.`);
  if (rest.length > 0) throw usageError(t`Name one ${what.replace(/^an? /, '')} only.`);
  return first;
}
