import { readdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import { nearest } from '../../shared/nearest';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { experimentKeyError } from './dataError';
import { openSideBySide } from './sideBySide';
import type { Table } from './tableFile';

/** The tables an experiment names. */
export interface Tables {
  readonly train: Table;
  readonly test?: Table;
}

/** @throws MtlError of kind `data`, at the key of the experiment where a file is not there */
export async function openTables(source: ExperimentSource, open = openSideBySide): Promise<Tables> {
  const { train, test } = source.experiment.data;
  return {
    train: await openNamed(source, 'train', train, open),
    ...(test !== undefined && { test: await openNamed(source, 'test', test, open) }),
  };
}

async function openNamed(
  source: ExperimentSource,
  part: 'train' | 'test',
  named: string | readonly string[],
  open: typeof openSideBySide,
): Promise<Table> {
  const names = [named].flat();
  const paths = names.map((name) => resolve(dirname(source.file), name));
  try {
    return await open(paths);
  } catch (error) {
    if (!(error instanceof MtlError) || error.report.code !== 'file-not-found') throw error;
    const index = Math.max(0, paths.indexOf(error.report.location?.file ?? ''));
    const [name, path] = [names[index] ?? '', paths[index] ?? ''];
    const near = nearest(basename(path), await filesIn(dirname(path)));
    const key = typeof named === 'string' ? ['data', part] : ['data', part, index];
    throw experimentKeyError(source, key, 'value', {
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
