import type { Encoding } from '../../shared/encoding';
import { isTokenTask } from '../../shared/experiment';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { textFeatures } from '../../shared/textOf';
import { checkNumbers } from '../data/checkNumbers';
import {
  candidateColumns,
  featureRequests,
  targetRequests,
  type Features,
} from '../data/columnRequests';
import { fitEncoding } from '../data/encodeParts';
import { inferFeatures } from '../data/inferFeatures';
import type { Columns } from '../data/readColumns';
import { splitParts } from '../data/splitParts';

export interface FittedSample {
  readonly features: Features;
  /** Undefined when a column has more categories than a sample keeps. */
  readonly encoding?: Encoding;
  /** Rows of the training part. */
  readonly rows: number;
}

/**
 * Settles features and encoding by a table in memory, as training would by the whole table.
 * @param columns all columns, read as `either`
 * @throws MtlError of kind `data` at the key or the cell that does not fit
 */
export async function fitSample(source: ExperimentSource, columns: Columns): Promise<FittedSample> {
  const { data } = source.experiment;
  const candidates = candidateColumns(source.experiment, columns.file.columns);
  const features = data.features ?? inferFeatures(source, candidates, columns, []);
  const requests = [...featureRequests(features), ...targetRequests(source.experiment)];
  await checkNumbers(columns, requests);
  // A test table of its own leaves all rows of this one to training and validation.
  const testTable = data.test === undefined ? undefined : { ...columns, rows: 0 };
  const { train } = splitParts(source, columns, testTable, []);
  // Of texts, some are enough to know what the model looks like.
  const areTexts = new Set([
    ...textFeatures(source.experiment).keys(),
    ...Object.values(source.experiment.tasks).flatMap((task) =>
      isTokenTask(task) ? [task.target] : [],
    ),
  ]);
  const isOverfull = requests.some(
    ({ column, as }) =>
      as === 'category' && !areTexts.has(column) && columns.category(column).isOverfull,
  );
  return {
    features,
    rows: train.rows.length,
    ...(!isOverfull && { encoding: fitEncoding(source, features, train) }),
  };
}
