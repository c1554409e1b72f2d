import type { SweepRecord, SweepWriter, TrialRecord } from '../../runs/sweepRecord';
import { formatDuration, formatValue } from '../../shared/numberText';
import type { RunInfo } from '../../shared/run';
import { settingsText } from '../../shared/settingText';
import type { SweepProgress } from './sweepProgress';
import { trainTrial, type OpenTrial } from './trainTrial';
import { startOf, type TrialOutcome } from './trialOutcome';

/** The trials that are to be started, or started again. */
export async function openTrials({ trials }: SweepRecord): Promise<readonly OpenTrial[]> {
  const open: OpenTrial[] = [];
  for (const trial of trials) {
    const start = await startOf(trial.directory);
    if (start !== 'not') open.push({ trial, start });
  }
  return open;
}

export interface SweepRunOptions {
  /** Trials at a time. */
  readonly jobs: number;
  /** Aborted: the trials stop after a checkpoint, and no other is started. */
  readonly signal: AbortSignal;
  readonly progress: SweepProgress;
}

/** Trains the trials, each in a process of its own; one that fails does not stop the others. */
export async function runTrials(
  open: readonly OpenTrial[],
  writer: SweepWriter,
  { jobs, signal, progress }: SweepRunOptions,
): Promise<void> {
  const queue = [...open];
  const broken = new AbortController();
  const stop = AbortSignal.any([signal, broken.signal]);
  const work = async (job: number): Promise<void> => {
    for (let next = queue.shift(); next && !stop.aborted; next = queue.shift()) {
      const { trial } = next;
      const name = trialName(trial);
      progress.trialBegan(job, name);
      await writer.updateTrial(trial.run, { status: 'running' });
      const outcome = await trainTrial(next, writer.record, stop, (report) =>
        progress.report(job, name, report),
      );
      await writer.updateTrial(trial.run, outcome);
      const line = `${name}: ${outcomeText(outcome)}`;
      const hasEnded = outcome.status === 'completed' || outcome.status === 'failed';
      if (hasEnded) progress.trialEnded(job, line);
      else progress.trialStopped(job, line);
    }
  };
  const workers = Array.from({ length: jobs }, (_, job) => work(job));
  try {
    await Promise.all(workers);
  } catch (error) {
    // The record cannot be written, say: no process is left behind.
    broken.abort();
    await Promise.allSettled(workers);
    throw error;
  }
}

/** `balancing.method=equal, seed 42` */
export function trialName({ settings, seed }: TrialRecord): string {
  return [settingsText(settings), `seed ${seed}`].filter((part) => part !== '').join(', ');
}

function outcomeText({ status, error, run }: TrialOutcome): string {
  switch (status) {
    case 'completed':
      return `completed in ${formatDuration(run?.summary?.seconds ?? Number.NaN)}${run ? resultText(run) : ''}`;
    case 'failed':
      return `failed: ${error ?? ''}`;
    case 'stopped':
      return 'stopped after a checkpoint';
    case 'waiting':
    case 'running':
      return 'not started';
  }
}

/** The first metric of each task. */
function resultText({ experiment, summary }: RunInfo): string {
  const values = Object.entries(experiment.tasks).map(([task, { metrics }]) => {
    const metric = metrics[0] ?? 'loss';
    return `${task} ${metric} ${formatValue((summary?.test ?? summary?.best)?.[task]?.[metric])}`;
  });
  return ` · ${values.join(', ')}`;
}
