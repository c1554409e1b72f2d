import { findRuns } from '../runs/findRuns';
import { MtlError } from '../shared/errors';
import { encodeJson } from '../shared/events';
import { t } from '../shared/l10n';
import { counted } from '../shared/numberText';
import type { RunInfo } from '../shared/run';
import { compareRuns, type RunComparison } from '../shared/runComparison';
import { exitStatus, parseArguments, usageError, type Command } from './command';
import { comparisonCsv } from './comparisonCsv';
import { comparisonNote, comparisonTable, markdownTable } from './comparisonTable';
import { formatTable } from './formatTable';

export const compareCommand: Command = {
  name: 'compare',
  summary: t`Compare runs, those that differ by seed as one`,
  help: t`[RUN...] [options]

Compares completed runs: directories or ids of runs, or folders with runs (default: this folder).
Runs that differ only by training.seed make one row, named by the settings in which the rows
differ: mean and sample deviation of each metric by the best weights, the differences to a
baseline, and the mean over the metrics of the row's rank (1 is best, equal rows share the better).

  Δm   mean relative change of the metrics for the worse, in percent: negative is better
  Δp   mean over tasks of their metrics' mean relative improvement: positive is better

  --sweep ID        only the runs of a sweep, or latest for the latest among them
  --baseline NAME   a row, one of its values (equal), the id of a run in it, or single-task.
                    Default: one model a task where all the runs have trained them ("compare":
                    { "singleTask": true }), else the row with equal weights, else the first
  --metric NAME     only this metric (auc), or this of one task (income.auc); may be repeated
  --part PART       test or validation. Default: test where all the runs have a test part
  --json, --csv, --markdown   write the comparison like this
`,
  async run(args) {
    const { values, positionals } = parseArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        sweep: { type: 'string' },
        baseline: { type: 'string' },
        metric: { type: 'string', multiple: true, default: [] },
        part: { type: 'string' },
        json: { type: 'boolean', default: false },
        csv: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
      },
    });
    const part = readPart(values.part);
    const found = await findRuns(positionals.length > 0 ? positionals : ['.'], '.');
    const runs = ofSweep(
      found.map(({ run }) => run),
      values.sweep,
    );
    const { metric: metrics, baseline } = values;
    const comparison = compareRuns(onlyCompleted(runs), { part, metrics, baseline });
    process.stdout.write(comparisonText(comparison, values));
    return exitStatus.done;
  },
};

/** The comparison as `compare` prints it without options. */
export function comparisonOutput(comparison: RunComparison): string {
  const { columns, rows } = comparisonTable(comparison);
  return `${formatTable(columns, rows)}\n${comparisonNote(comparison)}\n`;
}

function comparisonText(
  comparison: RunComparison,
  format: { readonly json: boolean; readonly csv: boolean; readonly markdown: boolean },
): string {
  if (format.json) return `${encodeJson(comparison, 2)}\n`;
  if (format.csv) return comparisonCsv(comparison);
  if (!format.markdown) return comparisonOutput(comparison);
  return `${markdownTable(comparisonTable(comparison))}\n${comparisonNote(comparison)}\n`;
}

function readPart(text: string | undefined): 'test' | 'validation' | undefined {
  if (text === undefined || text === 'test' || text === 'validation') return text;
  throw usageError(t`--part is test or validation, not '${text}'.`);
}

function ofSweep(runs: readonly RunInfo[], id: string | undefined): readonly RunInfo[] {
  if (id === undefined) return runs;
  const latest = runs.findLast(({ sweep }) => sweep !== undefined)?.sweep?.id;
  const chosen = id === 'latest' ? latest : id;
  const found = runs.filter(({ sweep }) => sweep !== undefined && sweep.id === chosen);
  if (found.length > 0) return found;
  throw new MtlError({
    kind: 'usage',
    code: 'sweep-not-found',
    message:
      id === 'latest' ? t`There is no run of a sweep.` : t`There is no run of a sweep '${id}'.`,
    hint: t`Name the folder in which the runs are, or give --sweep latest.`,
  });
}

/** Runs that stopped or failed on their way say little beside those that did not. */
function onlyCompleted(runs: readonly RunInfo[]): readonly RunInfo[] {
  const completed = runs.filter(({ status, summary }) => status === 'completed' && summary);
  const left = runs.length - completed.length;
  if (left > 0) {
    process.stderr.write(
      t`Left out ${counted(left, t`run that is`, t`runs that are`)} not completed.\n`,
    );
  }
  if (completed.length > 0) return completed;
  throw new MtlError({
    kind: 'usage',
    code: 'nothing-to-compare',
    message: t`There is no completed run to compare.`,
    hint: t`mtl-lab runs DIR lists the runs under a folder.`,
  });
}
