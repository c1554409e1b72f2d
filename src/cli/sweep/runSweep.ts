import type { SweepWriter, TrialRecord } from '../../runs/sweepRecord';
import { t } from '../../shared/l10n';
import { formatDuration, formatValue } from '../../shared/numberText';
import type { RunInfo } from '../../shared/run';
import { settingsText } from '../../shared/settingText';
import type { SweepProgress } from './sweepProgress';
import { trainTrial, type OpenTrial } from './trainTrial';
import { restOf, type TrialOutcome } from './trialOutcome';

/**
 * The trials that are to be started, or started again. Those that have ended while nobody could
 * write it down are written down.
 */
export async function openTrials(writer: SweepWriter): Promise<readonly OpenTrial[]> {
  const open: OpenTrial[] = [];
  for (const trial of writer.record.trials) {
    const rest = await restOf(trial.directory);
    if (rest.start === 'none') await writer.updateTrial(trial.run, rest.outcome);
    else open.push({ trial, start: rest.start });
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
  return [settingsText(settings), t`seed ${seed}`].filter((part) => part !== '').join(', ');
}

function outcomeText({ status, error, run }: TrialOutcome): string {
  switch (status) {
    case 'completed':
      return t`completed in ${formatDuration(run?.summary?.seconds ?? Number.NaN)}${run ? resultText(run) : ''}`;
    case 'failed':
      return t`failed: ${error ?? ''}`;
    case 'stopped':
      return t`stopped after a checkpoint`;
    case 'waiting':
    case 'running':
      return t`not started`;
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
