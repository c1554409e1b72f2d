import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readSafetensors } from '../runs/safetensors';
import { messageOf, MtlError } from '../shared/errors';
import type { Experiment } from '../shared/experiment';
import { listed, t } from '../shared/l10n';
import { parseExperiment, type ExperimentSource } from '../shared/parseExperiment';
import type { NamedTensor } from '../shared/weights';
import { applyOverrides, overrideText, type Override } from './overrides';

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
    // The text stays that of the file, where later errors have their places.
    return { file: path, text, experiment: parseExperiment(changed, path) };
  } catch (error) {
    if (!(error instanceof MtlError)) throw error;
    const { hint, message } = error.report;
    throw new MtlError(
      {
        kind: 'usage',
        code: 'bad-override',
        message: t`With ${listed(overrides.map(overrideText))}: ${message}`,
        ...(hint !== undefined && { hint }),
      },
      { cause: error },
    );
  }
}

/**
 * An experiment as a run used it, whatever its file says now.
 * @throws MtlError of kind `experiment` when it is not valid (any more)
 */
export function experimentAsUsed(file: string, experiment: Experiment): ExperimentSource {
  const [path, text] = [resolve(file), JSON.stringify(experiment, undefined, 2)];
  return { file: path, text, experiment: parseExperiment(text, path) };
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
    // The mark of UTF-8 that some editors write is none of the text, nor is it for VS Code.
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new MtlError(
      {
        kind: 'experiment',
        code: 'file-unreadable',
        message: t`Cannot read the experiment: ${messageOf(error)}`,
        location: { file },
      },
      { cause: error },
    );
  }
}
