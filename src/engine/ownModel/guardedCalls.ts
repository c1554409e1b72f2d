import { createContext, Script } from 'node:vm';
import { messageOf, MtlError, type SourceLocation } from '../../shared/errors';
import { moduleError } from './moduleError';
import type { SourcePlaces } from './sourcePlaces';

/** What is called, for its errors. */
export interface Called {
  /** `shared`, `losses.income`. */
  readonly name: string;
  /** Where it is written. */
  readonly place: SourceLocation;
}

/** Milliseconds that code may take which a few rows are given. */
export const timeLimit = 10_000;

/** Frames of a stack: those of TensorFlow.js come before those of the module. */
const deepStack = 60;

const callback = new Script('call()');
const context = createContext({});

/**
 * Calls code of a module; what it throws becomes an error at its line.
 * @throws MtlError of kind `experiment`; one of kind `backend`, which says that something cannot be
 * compiled, as it is
 */
export function callModule<Result>(
  { name, place }: Called,
  places: SourcePlaces,
  call: () => Result,
): Result {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = deepStack;
  try {
    return call();
  } catch (error) {
    if (error instanceof MtlError || isMissingKernel(error)) throw error;
    const says = isError(error) ? error.message : String(error);
    const at = places.ofError(error) ?? place;
    throw moduleError('module-throws', `${name}: ${says}`, at, { cause: error });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** As {@link callModule}, but ends the call when it takes longer than {@link timeLimit}. */
export function callLimited<Result>(
  called: Called,
  places: SourcePlaces,
  call: () => Result,
  limit = timeLimit,
): Result {
  context['call'] = () => callModule(called, places, call);
  try {
    return callback.runInContext(context, { timeout: limit }) as Result;
  } catch (error) {
    if (!isTimeout(error)) throw error;
    throw moduleError(
      'module-hangs',
      `${called.name} did not come back within ${limit / 1000} seconds.`,
      called.place,
      { hint: 'Look for a loop that does not end.', cause: error },
    );
  }
}

function isTimeout(error: unknown): boolean {
  return isError(error) && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** Errors of a context of its own are no instances of this one's. */
function isError(error: unknown): error is Error {
  return error instanceof Error || Object.prototype.toString.call(error) === '[object Error]';
}

/** What a backend says that lacks an operation: it is for who compiles. */
function isMissingKernel(error: unknown): boolean {
  return /^Kernel '.+' not registered for backend/.test(messageOf(error));
}
