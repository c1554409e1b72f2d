import { rm } from 'node:fs/promises';
import type { SweepRecord, TrialRecord } from '../../runs/sweepRecord';
import { overrideText } from '../../session/overrides';
import { checkSweepUnchanged, trialOverrides } from '../../session/sweepGrid';
import type { TrialIdentity } from '../../session/trainExperiment';
import { MtlError } from '../../shared/errors';
import { outcomeOf, type TrialOutcome, type TrialStart } from './trialOutcome';
import { TrialProcess } from './trialProcess';
import type { TrialReport } from './trialReport';

/** A trial that has work left. */
export interface OpenTrial {
  readonly trial: TrialRecord;
  readonly start: Exclude<TrialStart, 'not'>;
}

/**
 * Trains a trial in a process of its own, to its end.
 * @param stop aborted: it stops after a checkpoint
 */
export async function trainTrial(
  { trial, start }: OpenTrial,
  sweep: SweepRecord,
  stop: AbortSignal,
  onReport: (report: TrialReport) => void,
): Promise<TrialOutcome> {
  try {
    // The process reads the file again, which people may be writing meanwhile.
    await checkSweepUnchanged(sweep);
  } catch (error) {
    if (error instanceof MtlError) return { status: 'failed', error: error.report.message };
    throw error;
  }
  if (start === 'anew') await rm(trial.directory, { recursive: true, force: true });
  const child = new TrialProcess(trainArguments(sweep, trial, start), onReport);
  const onStop = (): void => child.stop();
  stop.addEventListener('abort', onStop);
  if (stop.aborted) onStop();
  try {
    return await outcomeOf(trial.directory, await child.ended);
  } finally {
    stop.removeEventListener('abort', onStop);
  }
}

function trainArguments(
  { id, experimentFile, grid, backend, threads }: SweepRecord,
  { run, directory, settings, seed }: TrialRecord,
  start: OpenTrial['start'],
): string[] {
  const identity: TrialIdentity = { run, sweep: { id, settings, seed } };
  return [
    experimentFile,
    ...['--run-dir', directory, '--backend', backend, '--threads', String(threads)],
    ...trialOverrides(grid.set, { settings, seed }).flatMap((one) => ['--set', overrideText(one)]),
    ...['--trial', JSON.stringify(identity)],
    ...(start === 'from its checkpoint' ? ['--resume'] : []),
  ];
}
