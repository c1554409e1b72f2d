import { readdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import { nearest } from '../../shared/nearest';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { experimentKeyError } from './dataError';
import { openTable, type TableFile } from './tableFile';

/** The tables an experiment names. */
export interface Tables {
  readonly train: TableFile;
  readonly test?: TableFile;
}

/** @throws MtlError of kind `data`, at the key of the experiment where a file is not there */
export async function openTables(source: ExperimentSource, open = openTable): Promise<Tables> {
  const { train, test } = source.experiment.data;
  return {
    train: await openNamed(source, 'train', train, open),
    ...(test !== undefined && { test: await openNamed(source, 'test', test, open) }),
  };
}

async function openNamed(
  source: ExperimentSource,
  key: 'train' | 'test',
  name: string,
  open: typeof openTable,
): Promise<TableFile> {
  const path = resolve(dirname(source.file), name);
  try {
    return await open(path);
  } catch (error) {
    if (!(error instanceof MtlError) || error.report.code !== 'file-not-found') throw error;
    const near = nearest(basename(path), await filesIn(dirname(path)));
    throw experimentKeyError(source, ['data', key], 'value', {
      code: 'file-not-found',
      message: t`There is no file ${name} in ${dirname(source.file)}.`,
      hint:
        near === undefined
          ? t`Paths are relative to the experiment file.`
          : t`Did you mean '${near}'?`,
    });
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
