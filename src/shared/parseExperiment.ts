import { checkExperiment } from './checkExperiment';
import { MtlError, type ErrorReport } from './errors';
import type { Experiment } from './experiment';
import type { ExperimentProblem, KeyPath } from './experimentProblem';
import { nameAfterFile } from './experimentName';
import { validate } from './experimentValidator';
import { JsonText, type JsonProblem } from './jsonText';
import { pointerPath, schemaProblem } from './schemaProblem';
import { isRecord } from './isRecord';

/** An experiment and the text it was read from, so that later errors can point at a key. */
export interface ExperimentSource {
  /** Absolute path of the experiment file. */
  readonly file: string;
  readonly text: string;
  readonly experiment: Experiment;
}

/**
 * Reads an experiment: JSON with comments, checked, with every default filled in.
 * @param file its path, for the places of errors and as the default of `name`
 * @throws MtlError of kind `experiment` with line, column and, where one helps, a hint; all
 * problems are reported at once, the further ones in `others`
 */
export function parseExperiment(text: string, file: string): Experiment {
  const json = new JsonText(text);
  const experiment = matchSchema(json, file);
  throwProblems(checkExperiment(experiment).map(json.problemAt), json, file);
  return experiment;
}

/**
 * An experiment as far as JSON and its schema say, with every default filled in.
 * @throws MtlError as {@link parseExperiment}
 */
export function matchSchema(json: JsonText, file: string): Experiment {
  throwProblems(json.problems, json, file);
  const { value } = json;
  complete(value, file);
  if (validate(value)) return value;
  const problems = (validate.errors ?? []).flatMap(
    (error) => schemaProblem(error, pointerPath(error.instancePath, value)) ?? [],
  );
  throwProblems(withoutEchoes(problems).map(json.problemAt), json, file);
  throw new Error('an experiment did not match the schema, but no key was wrong');
}

/** A mistyped key is unknown, and may be one that is required; that is one mistake. */
function withoutEchoes(problems: readonly ExperimentProblem[]): ExperimentProblem[] {
  const byMessage = new Map(problems.map((problem) => [problem.message, problem]));
  return [...byMessage.values()];
}

/** The keys of an experiment as JSON that the schema does not know where they are. */
export function unknownKeys(experiment: unknown): readonly KeyPath[] {
  const value: unknown = structuredClone(experiment);
  if (validate(value)) return [];
  return (validate.errors ?? []).flatMap(({ keyword, instancePath, params }) =>
    keyword === 'additionalProperties'
      ? [[...pointerPath(instancePath, value), String(params['additionalProperty'])]]
      : [],
  );
}

/**
 * Fills in what a schema cannot: the name after the file, features written as one word, and that a
 * module builds all layers.
 */
function complete(value: unknown, file: string): void {
  if (!isRecord(value)) return;
  delete value['$schema'];
  value['name'] ??= nameAfterFile(file);
  const { model } = value;
  if (isRecord(model) && 'module' in model) {
    value['model'] = { architecture: 'module', shared: [], heads: { default: [] }, ...model };
  }
  const features = isRecord(value['data']) ? value['data']['features'] : undefined;
  if (!isRecord(features)) return;
  for (const [name, feature] of Object.entries(features)) {
    if (feature === 'number' || feature === 'category') features[name] = { type: feature };
  }
}

/** Problems as errors with line and column, in the order of the text. */
export function reportProblems(
  problems: readonly JsonProblem[],
  json: JsonText,
  file: string,
): ErrorReport[] {
  return [...problems]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, code, message, hint, likely }) => ({
      kind: 'experiment',
      code,
      message,
      ...(hint !== undefined && { hint }),
      ...(likely !== undefined && { likely }),
      location: { file, ...json.position(offset) },
    }));
}

/** Throws the problems as one error, in the order of the text; returns when there are none. */
function throwProblems(problems: readonly JsonProblem[], json: JsonText, file: string): void {
  const [first, ...others] = reportProblems(problems, json, file);
  if (first) throw new MtlError({ ...first, ...(others.length > 0 && { others }) });
}
