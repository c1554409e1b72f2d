import { dirname } from 'node:path';
import type { BackendChoice } from '../shared/messages';
import type { RunInfo, SweepTrial } from '../shared/run';
import { readModule, type FoundRun } from '../runs/readRun';
import type { EngineJob } from '../worker/messages';
import { ControlWatch } from './controlWatch';
import { EngineThread } from './engineThread';
import { gitCommit } from './environment';
import { explainFileError } from '../runs/fileErrors';
import { followEngine, type Happening } from './followEngine';
import { Inbox } from './inbox';
import { experimentAsUsed, readExperiment, readInitialWeights } from './loadExperiment';
import type { Override } from './overrides';
import { findResumableRun } from './resumableRun';
import { RunRecorder, type SessionListener } from './runRecorder';

/** What a trial of a sweep is told to record. */
export interface TrialIdentity {
  /** Id of the run. */
  readonly run: string;
  readonly sweep: SweepTrial;
}

export interface TrainOptions {
  readonly experimentFile: string;
  readonly backend: BackendChoice;
  readonly threads: number | 'auto';
  readonly overrides?: readonly Override[];
  /** A run whose experiment and own model count, whatever their files say now. */
  readonly asIn?: FoundRun | undefined;
  /** Undefined: one of its own beside the experiment file. */
  readonly runDirectory?: string;
  /** Continue the run in `runDirectory`, or the latest unfinished run of the experiment. */
  readonly resume?: boolean;
  readonly trial?: TrialIdentity | undefined;
  /** Aborted: the run ends as `stopped`, with a checkpoint, even while a call takes long. */
  readonly signal: AbortSignal;
  readonly listener: SessionListener;
}

/**
 * Trains an experiment in a thread of its own and records it in a run directory.
 * @returns how the run ended: `completed`, `stopped` or `failed` with the error
 * @throws MtlError when the run could not start; there is no run directory then
 */
export async function trainExperiment(options: TrainOptions): Promise<RunInfo> {
  const { signal, listener } = options;
  const inbox = new Inbox<Happening>();
  const engine = new EngineThread((report) => inbox.push(report));
  const control = new ControlWatch((type) => inbox.push({ type }));
  const stop = (): void => inbox.push({ type: 'stop' });
  try {
    const { job, recorder } = await prepare(options);
    engine.post({ type: 'train', job });
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const run = await followEngine({ engine, inbox, recorder, control, listener });
    listener.ended(run);
    return run;
  } catch (error) {
    throw explainFileError(error);
  } finally {
    signal.removeEventListener('abort', stop);
    await control.end();
    await engine.end();
  }
}

/** Reads all that training needs apart from the data. */
async function prepare(
  options: TrainOptions,
): Promise<{ readonly job: EngineJob; readonly recorder: RunRecorder }> {
  const { listener, backend, threads, runDirectory: directory } = options;
  const { asIn } = options;
  const source = asIn
    ? experimentAsUsed(options.experimentFile, asIn.run.experiment)
    : await readExperiment(options.experimentFile, options.overrides);
  const { file, experiment } = source;
  const commit = gitCommit(dirname(file));
  const resume = options.resume ? await findResumableRun(file, experiment, directory) : undefined;
  const used = resume ?? asIn;
  const moduleCode = used && (await readModule(used.directory, used.run));
  const initialWeights = resume ? undefined : await readInitialWeights(source);
  const { seed } = experiment.training;
  const sweep = options.trial?.sweep ?? resume?.run.sweep;
  const description = { experimentFile: file, experiment, seed, ...(sweep && { sweep }) };
  const id = options.trial?.run;
  return {
    job: { source, backend, threads, initialWeights, resume: resume?.checkpoint, moduleCode },
    recorder: new RunRecorder({ description, commit, listener, directory, id, resume }),
  };
}
