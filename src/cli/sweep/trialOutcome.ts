import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { readRun } from '../../runs/readRun';
import { runFiles } from '../../runs/runFiles';
import type { TrialRecord } from '../../runs/sweepRecord';
import { t } from '../../shared/l10n';
import type { RunInfo } from '../../shared/run';
import { exitStatus } from '../command';
import type { TrialExit } from './trialProcess';

export interface TrialOutcome extends Pick<TrialRecord, 'status' | 'error'> {
  /** Absent when the training has not started. */
  readonly run?: RunInfo;
}

/** How a trial ended, by its run and its process. */
export async function outcomeOf(directory: string, exit: TrialExit): Promise<TrialOutcome> {
  const run = existsSync(runFiles(directory).run) ? await readRun(directory) : undefined;
  if (run?.status === 'completed') return { status: 'completed', run };
  if (wasInterrupted(exit)) return run ? { status: 'stopped', run } : { status: 'waiting' };
  const error = run?.error?.message ?? exit.errors;
  return { status: 'failed', error: firstLine(error) || exitText(exit), ...(run && { run }) };
}

function wasInterrupted({ status, signal }: TrialExit): boolean {
  return status === exitStatus.interrupted || signal === 'SIGINT';
}

/** What is left to do for a trial: `none` with how it ended. */
export type TrialRest =
  | { readonly start: 'none'; readonly outcome: TrialOutcome }
  | { readonly start: 'anew' | 'from its checkpoint' };

/** Completed trials are not repeated, nor those whose training failed: it would fail again. */
export async function restOf(directory: string): Promise<TrialRest> {
  const files = runFiles(directory);
  if (!existsSync(files.run)) return { start: 'anew' };
  const { status, error } = await endedRun(directory);
  if (status === 'completed') return { start: 'none', outcome: { status } };
  if (error?.kind === 'training') {
    return { start: 'none', outcome: { status: 'failed', error: firstLine(error.message) } };
  }
  return { start: existsSync(files.checkpoint) ? 'from its checkpoint' : 'anew' };
}

const pollInterval = 100;

/** The run once its process has ended: that of a sweep which was killed stops by itself. */
async function endedRun(directory: string): Promise<RunInfo> {
  for (;;) {
    const run = await readRun(directory);
    if (run.status !== 'running') return run;
    await delay(pollInterval);
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

function exitText({ status, signal }: TrialExit): string {
  return t`The process ended with ${signal ?? t`status ${status ?? '?'}`}.`;
}
