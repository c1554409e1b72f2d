import type { Answer, ModelQuestion } from '../../shared/answers';
import { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import type { Experiment } from '../../shared/experiment';
import type { TrainerReport, TrainerRequest } from '../../shared/messages';
import type { OwnDataAnswers, TableSummary } from '../../shared/scaffold';
import { crashReport } from './crash';
import { TrainerProcess, type TrainerOptions } from './trainerProcess';

/** What a question to the trainer needs besides the question. */
export type AskOptions = Omit<TrainerOptions, 'onReport'> & {
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
};

/**
 * Reads the columns of a table in a trainer process.
 * @throws MtlError when the table cannot be read, the process dies or the signal is aborted
 */
export async function inspectTable(options: AskOptions, dataFile: string): Promise<TableSummary> {
  const report = await ask(options, { type: 'inspect', dataFile });
  if (report.type !== 'inspected') throw unexpected(report);
  return report.table;
}

/**
 * Reads an experiment file in a trainer process, with every default filled in: what that takes is
 * large, and the editor does without.
 * @throws MtlError when the file is not valid, the process dies or the signal is aborted
 */
export async function resolveExperiment(
  options: AskOptions,
  experimentFile: string,
): Promise<Experiment> {
  const report = await ask(options, { type: 'resolve', experimentFile });
  if (report.type !== 'resolved') throw unexpected(report);
  return report.experiment;
}

/**
 * Writes a new experiment folder in a trainer process.
 * @returns the path of the experiment file
 * @throws MtlError when the folder is in use, the process dies or the signal is aborted
 */
export async function scaffoldExperiment(
  options: AskOptions,
  request: {
    readonly template: string;
    readonly directory: string;
    readonly ownData?: OwnDataAnswers;
  },
): Promise<string> {
  const report = await ask(options, { type: 'scaffold', ...request });
  if (report.type !== 'scaffolded') throw unexpected(report);
  return report.experimentFile;
}

/**
 * Asks a run's best weights about a row.
 * @returns in the order of the tasks
 * @throws MtlError when the row cannot be encoded, the process dies or the signal is aborted
 */
export async function askRun(
  options: AskOptions,
  directory: string,
  question: ModelQuestion,
): Promise<readonly Answer[]> {
  const report = await ask(options, { type: 'ask', directory, question });
  if (report.type !== 'answered') throw unexpected(report);
  return report.answers;
}

/**
 * Makes tfjs-node usable.
 * @returns its version
 * @throws MtlError when it cannot be installed, the process dies or the signal is aborted
 */
export async function installBackend(options: AskOptions): Promise<string> {
  const report = await ask({ ladder: installLadder, ...options }, { type: 'installBackend' });
  if (report.type !== 'installed') throw unexpected(report);
  return report.version;
}

/** An interrupted installation has files to remove. */
const installLadder = { terminateAfter: 15_000, killAfter: 2000 };

/** A question leaves nothing to save, so a trainer that is not wanted any more goes at once. */
const ladder = { terminateAfter: 500, killAfter: 500 };

/** The last report of a trainer that serves one request. */
async function ask(options: AskOptions, request: TrainerRequest): Promise<TrainerReport> {
  const reports: TrainerReport[] = [];
  const trainer = new TrainerProcess({
    ladder,
    ...options,
    onReport: (report) => {
      if (report.type === 'progress') options.onProgress?.(report.text);
      else reports.push(report);
    },
  });
  options.signal?.addEventListener('abort', () => trainer.stop());
  trainer.send(request);
  const exit = await trainer.exited;
  const last = reports.at(-1);
  options.signal?.throwIfAborted();
  if (!last) throw new MtlError(crashReport(exit));
  if (last.type === 'failed') throw new MtlError(last.error);
  return last;
}

function unexpected(report: TrainerReport): MtlError {
  return new MtlError({
    kind: 'internal',
    code: 'unexpected-report',
    message: t`The trainer answered with '${report.type}'.`,
  });
}
