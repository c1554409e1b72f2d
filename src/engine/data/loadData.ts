import { listed, t } from '../../shared/l10n';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { checkColumns } from './checkColumns';
import { checkNumbers } from './checkNumbers';
import {
  candidateColumns,
  featureRequests,
  labelColumns,
  stratumColumn,
  targetRequests,
  type Features,
} from './columnRequests';
import { damagedTexts } from './damagedTexts';
import { experimentKeyError } from './dataError';
import type { LoadedData } from './dataset';
import { encodeParts } from './encodeParts';
import { inferFeatures } from './inferFeatures';
import { openTables } from './openTables';
import { noRows, readColumns, type ColumnRequest, type Columns } from './readColumns';
import { splitParts } from './splitParts';
import { tableName, type Table } from './tableFile';

export interface LoadOptions {
  /** Told what is being done, for a person. */
  readonly progress?: (text: string) => void;
}

/**
 * Reads an experiment's data and makes numbers of it: types of columns inferred where the
 * experiment does not name features, rows split, everything scaled and encoded by the training part.
 * No row is dropped: what makes no sense is an error.
 * @throws MtlError of kind `data`: at the cell (file, line and column, both from 1), or at the key
 * of the experiment that does not fit the data
 */
export async function loadData(
  source: ExperimentSource,
  options: LoadOptions = {},
): Promise<LoadedData> {
  const warnings: string[] = [];
  const tables = await openTables(source);
  checkColumns(source, tables);
  const { columns, features } = await readTraining(source, tables.train, options, warnings);
  const test = tables.test && (await readTest(source, tables.test, features, options));
  const labels = labelColumns(source.experiment, features);
  for (const read of [columns, ...(test ? [test] : [])]) {
    warnings.push(...(await damagedTexts(read, labels)));
  }
  const parts = splitParts(source, columns, test, warnings);
  return encodeParts(source, features, parts, warnings, options);
}

interface Training {
  readonly columns: Columns;
  readonly features: Features;
}

async function readTraining(
  source: ExperimentSource,
  table: Table,
  options: LoadOptions,
  warnings: string[],
): Promise<Training> {
  const { experiment } = source;
  const named = experiment.data.features;
  const candidates = named ? [] : candidateColumns(experiment, table.columns);
  const stratum = stratumColumn(experiment);
  const columns = await readTable(source, table, options, [
    ...targetRequests(experiment),
    ...(stratum === undefined ? [] : [{ column: stratum, as: 'category' as const }]),
    ...(named
      ? featureRequests(named)
      : candidates.map((column) => ({ column, as: 'either' as const }))),
  ]);
  const features = named ?? inferFeatures(source, candidates, columns, warnings);
  await checkNumbers(columns, [...featureRequests(features), ...targetRequests(experiment)]);
  return { columns, features };
}

async function readTest(
  source: ExperimentSource,
  table: Table,
  features: Features,
  options: LoadOptions,
): Promise<Columns> {
  requireFeatures(source, table, features);
  const requests = [...featureRequests(features), ...targetRequests(source.experiment)];
  const columns = await readTable(source, table, options, requests);
  await checkNumbers(columns, requests);
  return columns;
}

async function readTable(
  { experiment }: ExperimentSource,
  table: Table,
  { progress }: LoadOptions,
  requests: readonly ColumnRequest[],
): Promise<Columns> {
  const name = tableName(table);
  progress?.(t`Reading ${name}`);
  const columns = await readColumns(table, requests, {
    missing: experiment.data.missing,
    onRows: (rows) => progress?.(t`Reading ${name}: ${rows.toLocaleString('en')} rows`),
  });
  if (columns.rows > 0) return columns;
  throw noRows(table);
}

/** Features that were inferred from the training table must be in the test table, too. */
function requireFeatures(source: ExperimentSource, table: Table, features: Features): void {
  const missing = Object.keys(features).filter((feature) => !table.columns.includes(feature));
  if (missing.length === 0) return;
  throw experimentKeyError(source, ['data', 'test'], 'value', {
    code: 'unknown-column',
    message: t`${tableName(table)} lacks columns of the training table: ${listed(missing)}.`,
    hint: t`Add them to data.ignore, or name the features in data.features.`,
  });
}
