import { dirname } from 'node:path';
import { openBackend } from '../engine/backend/openBackend';
import type { LoadedData } from '../engine/data/dataset';
import { loadData } from '../engine/data/loadData';
import { train, workPerStep } from '../engine/train';
import { MtlError } from '../shared/errors';
import type { BackendChoice } from '../shared/messages';
import type { ExperimentSource } from '../shared/parseExperiment';
import type { RunInfo } from '../shared/run';
import type { NamedTensor } from '../shared/weights';
import { gitCommit } from './environment';
import { explainFileError } from './fileErrors';
import { readExperiment, readInitialWeights } from './loadExperiment';
import type { Override } from './overrides';
import { checkSameRows, findResumableRun, type ResumableRun } from './resumableRun';
import { RunRecorder, type RunDescription, type SessionListener } from './runRecorder';

export interface TrainOptions {
  readonly experimentFile: string;
  readonly backend: BackendChoice;
  readonly threads: number | 'auto';
  readonly overrides?: readonly Override[];
  /** Undefined: one of its own beside the experiment file. */
  readonly runDirectory?: string;
  /** Continue the run in `runDirectory`, or the latest unfinished run of the experiment. */
  readonly resume?: boolean;
  /** Aborted: the run ends as `stopped`, with a checkpoint. */
  readonly signal: AbortSignal;
  readonly listener: SessionListener;
}

/**
 * Trains an experiment and records it in a run directory.
 * @returns how the run ended: `completed`, `stopped` or `failed` with the error
 * @throws MtlError when the run could not start; there is no run directory then
 */
export async function trainExperiment(options: TrainOptions): Promise<RunInfo> {
  try {
    return await trainPrepared(await prepare(options), options);
  } catch (error) {
    const isAbort = error instanceof Error && error.name === 'AbortError';
    throw isAbort ? interrupted() : explainFileError(error);
  }
}

interface Prepared {
  readonly data: LoadedData;
  readonly description: RunDescription;
  readonly resume: ResumableRun | undefined;
  readonly initialWeights: readonly NamedTensor[] | undefined;
}

/** Reads all that training needs. */
async function prepare(options: TrainOptions): Promise<Prepared> {
  const { signal, listener, runDirectory } = options;
  const source = await readExperiment(options.experimentFile, options.overrides);
  const resume = options.resume
    ? await findResumableRun(source.file, source.experiment, runDirectory)
    : undefined;
  const initialWeights = resume ? undefined : await readInitialWeights(source);
  const data = await loadData(source, { signal, progress: (text) => listener.progress(text) });
  const description = await describeRun(source, data);
  if (resume) checkSameRows(resume, description.rows);
  return { data, description, resume, initialWeights };
}

async function trainPrepared(
  { data, description, resume, initialWeights }: Prepared,
  { signal, listener, runDirectory: directory, ...options }: TrainOptions,
): Promise<RunInfo> {
  stopHere(signal);
  listener.progress('Compiling the model');
  const { experiment } = description;
  const work = workPerStep(experiment, data.encoding);
  const backend = await openBackend(options.backend, options.threads, work);
  const recorder = new RunRecorder({ description, backend, listener, directory, resume });
  try {
    stopHere(signal);
    const result = await train({
      experiment,
      data,
      backend,
      signal,
      listener: recorder,
      ...(initialWeights && { initialWeights }),
      ...(resume && { resume: resume.checkpoint }),
    });
    return await recorder.end(result);
  } catch (thrown) {
    if (!recorder.hasStarted) throw thrown;
    const error = explainFileError(thrown);
    if (!(error instanceof MtlError)) listener.defect(error);
    return await recorder.fail(error);
  } finally {
    await backend.dispose();
  }
}

async function describeRun(
  { file, experiment }: ExperimentSource,
  { train, validation, test, warnings }: LoadedData,
): Promise<RunDescription> {
  const commit = await gitCommit(dirname(file));
  return {
    experimentFile: file,
    experiment,
    seed: experiment.training.seed,
    rows: { train: train.rows, validation: validation.rows, test: test.rows },
    ...(commit !== undefined && { gitCommit: commit }),
    warnings,
  };
}

function stopHere(signal: AbortSignal): void {
  if (signal.aborted) throw interrupted();
}

function interrupted(): MtlError {
  return new MtlError({
    kind: 'usage',
    code: 'interrupted',
    message: 'Stopped before the training started.',
  });
}
