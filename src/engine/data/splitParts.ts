import { t } from '../../shared/l10n';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { stratumColumn } from './columnRequests';
import { experimentKeyError } from './dataError';
import type { Columns } from './readColumns';
import { splitRows } from './split';

/** Some rows of a table. */
export interface Part {
  readonly columns: Columns;
  /** In the order of the table. */
  readonly rows: Int32Array;
}

/** The parts of an experiment's data, before encoding. */
export interface Parts {
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
}

/** Every row of a table, in order. */
export function allRows({ rows }: { readonly rows: number }): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

/**
 * Divides the training table as the experiment says; a test table is the test part as a whole.
 * @throws MtlError of kind `data` when no row is left for training
 */
export function splitParts(
  source: ExperimentSource,
  columns: Columns,
  testTable: Columns | undefined,
  warnings: string[],
): Parts {
  const { experiment } = source;
  const { validation, test, seed } = experiment.data.split;
  const stratum = stratumColumn(experiment);
  const split = splitRows({
    rows: columns.rows,
    validation,
    test: testTable ? 0 : test,
    seed,
    ...(stratum !== undefined && { strata: columns.category(stratum).codes }),
  });
  if (split.train.length === 0) {
    throw experimentKeyError(source, ['data', 'split'], 'value', {
      code: 'too-few-rows',
      message: t`The split leaves no row to train on: the table has ${columns.rows}.`,
    });
  }
  if (stratum !== undefined && split.unspreadStrata > 0) {
    warnings.push(
      t`Stratified by '${stratum}': ${split.unspreadStrata} of its values have too few rows to be in every part.`,
    );
  }
  const part = (rows: Int32Array): Part => ({ columns, rows });
  return {
    train: part(split.train),
    validation: part(split.validation),
    test: testTable ? { columns: testTable, rows: allRows(testTable) } : part(split.test),
  };
}
