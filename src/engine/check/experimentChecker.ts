import { checkExperiment } from '../../shared/checkExperiment';
import type { CheckedExperiment, Leak } from '../../shared/checkedExperiment';
import { defaultMissing } from '../../shared/defaultMissing';
import type { Encoding } from '../../shared/encoding';
import { MtlError, type ErrorReport } from '../../shared/errors';
import { JsonText, locate } from '../../shared/jsonText';
import { t } from '../../shared/l10n';
import { matchSchema, reportProblems, type ExperimentSource } from '../../shared/parseExperiment';
import type { ModelGraph } from '../../shared/run';
import type { TableSummary } from '../../shared/scaffold';
import { columnErrors } from '../data/checkColumns';
import { openTables, type Tables } from '../data/openTables';
import { findLeaks, type FoundLeak } from './findLeaks';
import { fitSample } from './fitSample';
import { namedTable } from './namedTable';
import { TableCache, type TableSample } from './tableCache';

/** What the data say of an experiment. */
interface CheckedData {
  readonly problems: readonly ErrorReport[];
  readonly leaks: readonly Leak[];
  readonly table?: TableSummary;
  readonly encoding?: Encoding;
  /** Rows of the training part. */
  readonly rows?: number;
}

/** Draws an own model, whose code may do anything. @throws MtlError at the line that is wrong */
export type DrawOwnModel = (source: ExperimentSource, encoding: Encoding) => Promise<ModelGraph>;

/** Checks experiments while they are written; keeps their tables. */
export class ExperimentChecker {
  private readonly tables = new TableCache();

  constructor(private readonly drawOwnModel: DrawOwnModel) {}

  /**
   * Finds all that is wrong in the text of an experiment file, and what its model would be.
   * @param file its path; paths in the text are relative to it
   */
  async check(text: string, file: string): Promise<CheckedExperiment> {
    const json = new JsonText(text);
    const invalid: ErrorReport[] = [];
    const experiment = await attempt(invalid, () => matchSchema(json, file));
    if (!experiment) {
      const table = await this.summaryOf(json, file);
      return { invalid, problems: [], leaks: [], ...(table && { table }) };
    }
    const source = { file, text, experiment };
    const settings = checkExperiment(experiment).map(json.problemAt);
    const { encoding, rows = 0, ...data } = await this.checkData(source);
    const problems = [...reportProblems(settings, json, file), ...data.problems];
    const drawn = encoding && problems.length === 0 && (await this.picture(source, encoding, rows));
    return { invalid, ...data, ...(drawn || { problems }) };
  }

  private async checkData(source: ExperimentSource): Promise<CheckedData> {
    const problems: ErrorReport[] = [];
    const opened = await attempt(problems, () => this.read(source));
    if (!opened) return { problems, leaks: [] };
    const { tables, sample } = opened;
    const { summary: table } = sample;
    problems.push(...columnErrors(source, tables).map(({ report }) => report));
    if (problems.length > 0) return { problems, leaks: [], table };
    const errors: ErrorReport[] = [];
    const fitted = await attempt(errors, () => fitSample(source, sample.columns));
    // The first rows of a larger table need not hold every label.
    if (!fitted) return { problems: table.isWhole ? errors : [], leaks: [], table };
    const leaks = findLeaks(fitted.features, source.experiment.tasks, sample.columns);
    const { encoding, rows } = fitted;
    return {
      problems,
      leaks: leaks.map((leak) => reportLeak(source, leak)),
      table,
      rows,
      ...(encoding && { encoding }),
    };
  }

  private async read(source: ExperimentSource): Promise<{ tables: Tables; sample: TableSample }> {
    const tables = await openTables(source, this.tables.open);
    const sample = await this.tables.sample(tables.train, source.experiment.data.missing);
    return { tables, sample };
  }

  /** The model, unless it would not fit into memory. TensorFlow.js is loaded for the first one only. */
  private async picture(
    source: ExperimentSource,
    encoding: Encoding,
    rows: number,
  ): Promise<Pick<CheckedExperiment, 'problems' | 'model'>> {
    const { buildModel } = await import('../model/buildModel');
    const { checkModelSize } = await import('../model/modelSize');
    const { model } = source.experiment;
    const problems: ErrorReport[] = [];
    const graph = await attempt(problems, () =>
      model.architecture === 'module'
        ? this.drawOwnModel(source, encoding)
        : buildModel(model, encoding).graph,
    );
    if (!graph) return { problems };
    await attempt(problems, () => checkModelSize(source, graph, rows));
    return { problems, model: graph };
  }

  /** The training table that a text names which is no experiment yet. */
  private async summaryOf({ value }: JsonText, file: string): Promise<TableSummary | undefined> {
    const named = namedTable(value, file);
    if (!named) return undefined;
    const { paths, missing = defaultMissing } = named;
    const read = async (): Promise<TableSummary> => {
      const { summary } = await this.tables.sample(await this.tables.open(paths), missing);
      return summary;
    };
    return attempt([], read);
  }
}

function reportLeak(source: ExperimentSource, { column, task, measure, score }: FoundLeak): Leak {
  const isNamed = Object.hasOwn(source.experiment.data.features ?? {}, column);
  const path = isNamed ? ['data', 'features', column] : ['tasks', task, 'target'];
  const report: ErrorReport = {
    kind: 'data',
    code: 'leak',
    message: t`'${column}' alone predicts the task '${task}' (${measure} ${score.toFixed(3)}).`,
    hint: t`If it gives the label away and is not known when the model is used, add it to data.ignore.`,
    location: locate(source, path, isNamed ? 'key' : 'value'),
  };
  return { column, task, report };
}

/** What `work` returns; undefined when it throws an error for a person, which `reports` gets. */
async function attempt<Result>(
  reports: ErrorReport[],
  work: () => Result | Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    reports.push(...reportsOf(error));
    return undefined;
  }
}

/** An error and those it came with, each by itself. @throws what is no error for a person */
function reportsOf(error: unknown): ErrorReport[] {
  if (!(error instanceof MtlError)) throw error;
  const { others = [], ...first } = error.report;
  return [first, ...others];
}
