import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { readRun } from '../../runs/readRun';
import { runFiles } from '../../runs/runFiles';
import type { TrialRecord } from '../../runs/sweepRecord';
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

/** How a trial is to be started, by what there is of its run. */
export type TrialStart = 'not' | 'anew' | 'from its checkpoint';

/** Completed trials are not repeated, nor those whose training failed: it would fail again. */
export async function startOf(directory: string): Promise<TrialStart> {
  const files = runFiles(directory);
  if (!existsSync(files.run)) return 'anew';
  const { status, error } = await endedRun(directory);
  if (status === 'completed' || error?.kind === 'training') return 'not';
  return existsSync(files.checkpoint) ? 'from its checkpoint' : 'anew';
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
  return `The process ended with ${signal ?? `status ${status ?? 'unknown'}`}.`;
}
