import { MtlError, type ErrorReport, type SourceLocation } from '../../shared/errors';
import type { ExperimentProblem, KeyPath } from '../../shared/experimentProblem';
import { locate } from '../../shared/jsonText';
import type { ExperimentSource } from '../../shared/parseExperiment';

type Problem = Pick<ErrorReport, 'code' | 'message' | 'hint'>;

/** An error about data at a place in a file. */
export function dataError(problem: Problem, location: SourceLocation): MtlError {
  return new MtlError({ kind: 'data', ...problem, location });
}

/** An error about data that the experiment file has to settle: it points at a key there. */
export function experimentKeyError(
  source: ExperimentSource,
  path: KeyPath,
  at: ExperimentProblem['at'],
  problem: Problem,
): MtlError {
  return dataError(problem, locate(source, path, at));
}

/** Several errors as one: the first, with the others in `others`. Returns when there are none. */
export function throwAll(errors: readonly MtlError[]): void {
  const [first, ...others] = errors.map(({ report }) => report);
  if (!first) return;
  throw new MtlError({ ...first, ...(others.length > 0 && { others }) });
}
