import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { loadData } from '../engine/data/loadData';
import type { LoadedData } from '../engine/data/dataset';
import { readSafetensors } from '../runs/safetensors';
import { MtlError } from '../shared/errors';
import type { Experiment } from '../shared/experiment';
import { parseExperiment } from '../shared/parseExperiment';
import type { NamedTensor } from '../shared/weights';
import { applyOverrides, type Override } from './overrides';

export interface ExperimentSource {
  /** Absolute path of the experiment file. */
  readonly file: string;
  readonly text: string;
  readonly experiment: Experiment;
}

/**
 * Reads an experiment file and applies the overrides of the command line.
 * @throws MtlError of kind `experiment` with line and column when the file is not valid, of kind
 * `usage` when it is not valid with the overrides
 */
export async function readExperiment(
  file: string,
  overrides: readonly Override[] = [],
): Promise<ExperimentSource> {
  const path = resolve(file);
  const text = await readText(path);
  const experiment = parseExperiment(text, path);
  if (overrides.length === 0) return { file: path, text, experiment };
  const changed = applyOverrides(text, overrides);
  try {
    return { file: path, text: changed, experiment: parseExperiment(changed, path) };
  } catch (error) {
    if (!(error instanceof MtlError)) throw error;
    const { hint, message } = error.report;
    const report = { kind: 'usage', code: 'bad-override', message: `--set: ${message}` } as const;
    throw new MtlError({ ...report, ...(hint !== undefined && { hint }) }, { cause: error });
  }
}

/** @throws MtlError of kind `data` or `experiment` with file, line and column */
export async function readData({ file, experiment, text }: ExperimentSource): Promise<LoadedData> {
  return loadData({ file, experiment, text });
}

/** The experiment's starting weights, when it names a file. @throws MtlError of kind `data` */
export async function readInitialWeights({
  file,
  experiment,
}: ExperimentSource): Promise<readonly NamedTensor[] | undefined> {
  const { initialWeights } = experiment.training;
  if (initialWeights === undefined) return undefined;
  return (await readSafetensors(resolve(dirname(file), initialWeights))).tensors;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new MtlError(
      {
        kind: 'experiment',
        code: 'file-unreadable',
        message: `Cannot read the experiment: ${error instanceof Error ? error.message : String(error)}`,
        location: { file },
      },
      { cause: error },
    );
  }
}
